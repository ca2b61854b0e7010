"""Success plans, shared with the customer: objectives, milestones, tasks, feedback."""

from __future__ import annotations

from csdesk.model.fields import Audience, Field, Kind, RecordType

_S = Audience.SHAREABLE

_O = "objective"
OBJECTIVE = RecordType(
    _O, "Objective", "目標", edited=True, natural_key=(("external_id",),),
    fields=(
        Field(_O, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_O, "external_id", Kind.ID, "Objective no.", "目標番号", _S, synonyms=("Objective ID", "目標ID", "目標番号")),
        Field(_O, "text", Kind.TEXT, "Objective", "目標", _S, column=True, synonyms=("Objective", "Goal", "目標")),
        Field(_O, "measure", Kind.TEXT, "Measured by", "測り方", _S, column=True, synonyms=("Measure", "Measured by", "測り方", "測定指標")),
        Field(_O, "unit", Kind.TEXT, "Unit", "単位", _S, synonyms=("Unit", "単位")),
        Field(_O, "from_value", Kind.NUMBER, "From", "開始値", _S, column=True, synonyms=("From", "Baseline", "開始値", "現状値")),
        Field(_O, "to_value", Kind.NUMBER, "To", "目標値", _S, column=True, synonyms=("To", "Target value", "目標値")),
        Field(_O, "now_value", Kind.NUMBER, "Now", "現在値", _S, column=True, synonyms=("Now", "Actual", "現在値", "実績値")),
        Field(_O, "start", Kind.DATE, "Agreed on", "合意日", _S, synonyms=("Agreed on", "合意日")),
        Field(_O, "due", Kind.DATE, "By", "期限", _S, column=True, synonyms=("By", "Objective due", "目標期限")),
    ),
)  # fmt: skip

_M = "milestone"
MILESTONE = RecordType(
    _M, "Milestone", "マイルストーン", edited=True, natural_key=(("external_id",),),
    fields=(
        Field(_M, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_M, "external_id", Kind.ID, "Milestone no.", "番号", _S, synonyms=("Milestone ID", "マイルストーンID")),
        Field(_M, "objective_key", Kind.KEY, "Objective", "目標", _S),
        Field(_M, "text", Kind.TEXT, "Milestone", "マイルストーン", _S, column=True, synonyms=("Milestone", "マイルストーン")),
        Field(_M, "due", Kind.DATE, "Due", "期限", _S, column=True, synonyms=("Milestone due", "マイルストーン期限")),
        Field(_M, "done_on", Kind.DATE, "Done on", "完了日", _S, column=True, synonyms=("Milestone done", "達成日")),
        Field(_M, "required", Kind.FLAG, "Required", "必須", _S, synonyms=("Required", "必須")),
    ),
)  # fmt: skip

_T = "task"
TASK = RecordType(
    _T, "Task", "タスク", edited=True, natural_key=(("external_id",),),
    fields=(
        Field(_T, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_T, "external_id", Kind.ID, "Task no.", "タスク番号", _S, synonyms=("Task ID", "タスクID", "タスク番号")),
        Field(_T, "objective_key", Kind.KEY, "Objective", "目標", _S),
        Field(_T, "text", Kind.TEXT, "Task", "タスク", _S, column=True, synonyms=("Task", "Task name", "タスク", "タスク名", "作業")),
        Field(_T, "owner", Kind.TEXT, "Owner", "担当", _S, column=True, synonyms=("Task owner", "Assignee", "タスク担当")),
        Field(_T, "side", Kind.CHOICE, "Side", "担当側", _S, choices=("ours", "theirs", "both"), synonyms=("Side", "担当側")),
        Field(_T, "start", Kind.DATE, "Start", "開始", _S, column=True, synonyms=("Task start", "着手日")),
        Field(_T, "due", Kind.DATE, "Due", "期限", _S, column=True, synonyms=("Task due", "Due by", "期限日", "タスク期限")),
        Field(_T, "done_on", Kind.DATE, "Done on", "完了日", _S, synonyms=("Task done", "タスク完了日")),
        Field(_T, "progress", Kind.RATIO, "Progress", "進捗", _S, column=True, synonyms=("Progress", "% complete", "進捗", "進捗率")),
        Field(_T, "status", Kind.CHOICE, "Status", "状況", _S, choices=("open", "started", "done", "cancelled"), column=True, synonyms=("Task status", "タスク状況")),
        Field(_T, "depends_on", Kind.KEY, "After", "先行タスク", _S),
        Field(_T, "test", Kind.TEXT, "We know it worked when", "完了の条件", _S, synonyms=("Success criterion", "We know it worked when", "完了の条件")),
    ),
)  # fmt: skip

_F = "feedback"
FEEDBACK = RecordType(
    _F, "Feedback", "顧客の声", edited=True, natural_key=(("external_id",),),
    fields=(
        Field(_F, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_F, "external_id", Kind.ID, "Feedback no.", "番号", synonyms=("Feedback ID", "顧客の声ID")),
        Field(_F, "date", Kind.DATE, "Date", "日付", column=True, synonyms=("Feedback date", "受付日")),
        Field(_F, "category", Kind.TEXT, "Category", "分類", column=True, synonyms=("Feedback category", "声の分類")),
        Field(_F, "text", Kind.TEXT, "Feedback", "内容", column=True, synonyms=("Feedback text", "顧客の声")),
        Field(_F, "wanted_by", Kind.DATE, "Wanted by", "希望時期", synonyms=("Wanted by", "希望時期")),
        Field(_F, "status", Kind.TEXT, "Status", "状況", column=True, synonyms=("Feedback status", "声の対応状況")),
        Field(_F, "answered_on", Kind.DATE, "Answered on", "回答日", synonyms=("Feedback answered",)),
    ),
)  # fmt: skip
