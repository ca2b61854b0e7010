"""How well a workbook can be read by machines: the fifteen rules of the Japanese ministry (総務省, 2020-12-18)."""
