"""What a CSM concludes: frames in, frames out; no input, no output, no clock."""
