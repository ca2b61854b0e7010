"""The fields of each record, in English and Japanese, with the headers real files use."""

from __future__ import annotations

from csdesk.model.catalogue.accounts import ACCOUNT, ALIAS, CONTACT, PERSON
from csdesk.model.catalogue.contracts import CONTRACT, DECISION, RATE, TARGET
from csdesk.model.catalogue.judgements import AGENDA_MARK, HEALTH_OVERRIDE, TOUCH_ASSIGNMENT
from csdesk.model.catalogue.plans import FEEDBACK, MILESTONE, OBJECTIVE, TASK
from csdesk.model.catalogue.signals import EVENT, INVOICE, MEASUREMENT, RESPONSE, TICKET, TOUCHPOINT

RECORD_TYPES = (
    PERSON, ACCOUNT, ALIAS, CONTACT, CONTRACT, DECISION, MEASUREMENT, TICKET, RESPONSE, INVOICE, EVENT, TOUCHPOINT,
    OBJECTIVE, MILESTONE, TASK, FEEDBACK, RATE, TARGET, TOUCH_ASSIGNMENT, HEALTH_OVERRIDE, AGENDA_MARK,
)  # fmt: skip
