"""The database's own hold on the sums: what is bound, drawn and paid is counted by triggers.

A payment counts at its project, a project at its pot. Each counter is moved by the difference, in
the transaction of the row that moves it: the row of the pot is locked by that, so two at once wait
for each other, and the constraints of the tables (``pot_holds_what_is_bound`` and the others)
refuse whoever comes second with too much. Nobody writes a counter by hand, whoever has the
database's password. Both vendors stand here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable

from renda.records.triggers import Guard

POT, PROJECT, PAYMENT = "fund_pot", "fund_project", "fund_payment"

_NAMES = {
    "postgresql": (
        ("fund_pot_empty", POT),
        ("fund_pot_counts", POT),
        ("fund_project_empty", PROJECT),
        ("fund_project_counts", PROJECT),
        ("fund_project_binds", PROJECT),
        ("fund_payment_draws", PAYMENT),
    ),
    "sqlite": (
        ("fund_pot_empty", POT),
        ("fund_pot_counts", POT),
        ("fund_project_empty", PROJECT),
        ("fund_project_counts", PROJECT),
        ("fund_project_added", PROJECT),
        ("fund_project_moved", PROJECT),
        ("fund_project_binds", PROJECT),
        ("fund_project_gone", PROJECT),
        ("fund_payment_added", PAYMENT),
        ("fund_payment_draws", PAYMENT),
        ("fund_payment_moved", PAYMENT),
        ("fund_payment_gone", PAYMENT),
    ),
}

# On PostgreSQL a counter may be moved by a trigger only: at depth 1 somebody wrote it himself.
_POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION renda_fund_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the counters of % are kept by triggers', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE OR REPLACE FUNCTION renda_fund_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.pot_id = OLD.pot_id THEN
    IF (NEW.granted, NEW.paid) <> (OLD.granted, OLD.paid) THEN
      UPDATE fund_pot SET bound = bound + NEW.granted - OLD.granted,
        paid = paid + NEW.paid - OLD.paid WHERE id = NEW.pot_id;
    END IF;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE fund_pot SET bound = bound - OLD.granted, paid = paid - OLD.paid
      WHERE id = OLD.pot_id AND (OLD.granted, OLD.paid) <> (0, 0);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE fund_pot SET bound = bound + NEW.granted, paid = paid + NEW.paid
      WHERE id = NEW.pot_id AND (NEW.granted, NEW.paid) <> (0, 0);
  END IF;
  RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE FUNCTION renda_fund_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_drawn bigint := 0; was_paid bigint := 0; now_drawn bigint := 0; now_paid bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF OLD.state <> 'struck' THEN was_drawn := OLD.amount; END IF;
    IF OLD.state = 'confirmed' THEN was_paid := OLD.amount; END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.state <> 'struck' THEN now_drawn := NEW.amount; END IF;
    IF NEW.state = 'confirmed' THEN now_paid := NEW.amount; END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.project_id = OLD.project_id THEN
    UPDATE fund_project SET drawn = drawn + now_drawn - was_drawn, paid = paid + now_paid - was_paid
      WHERE proceeding_id = NEW.project_id AND (now_drawn, now_paid) <> (was_drawn, was_paid);
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE fund_project SET drawn = drawn - was_drawn, paid = paid - was_paid
      WHERE proceeding_id = OLD.project_id AND (was_drawn, was_paid) <> (0, 0);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE fund_project SET drawn = drawn + now_drawn, paid = paid + now_paid
      WHERE proceeding_id = NEW.project_id AND (now_drawn, now_paid) <> (0, 0);
  END IF;
  RETURN NULL;
END $$
""",
    (
        'CREATE TRIGGER "fund_pot_empty" BEFORE INSERT ON "fund_pot" FOR EACH ROW '
        "WHEN (NEW.bound <> 0 OR NEW.paid <> 0) EXECUTE FUNCTION renda_fund_counter()"
    ),
    (
        'CREATE TRIGGER "fund_project_empty" BEFORE INSERT ON "fund_project" FOR EACH ROW '
        "WHEN (NEW.drawn <> 0 OR NEW.paid <> 0) EXECUTE FUNCTION renda_fund_counter()"
    ),
    (
        'CREATE TRIGGER "fund_pot_counts" BEFORE UPDATE OF bound, paid ON "fund_pot" FOR EACH ROW '
        "WHEN (NEW.bound <> OLD.bound OR NEW.paid <> OLD.paid) "
        "EXECUTE FUNCTION renda_fund_counter()"
    ),
    (
        'CREATE TRIGGER "fund_project_counts" BEFORE UPDATE OF drawn, paid ON "fund_project" '
        "FOR EACH ROW WHEN (NEW.drawn <> OLD.drawn OR NEW.paid <> OLD.paid) "
        "EXECUTE FUNCTION renda_fund_counter()"
    ),
    (
        'CREATE TRIGGER "fund_project_binds" AFTER INSERT OR DELETE OR UPDATE OF granted, paid, '
        'pot_id ON "fund_project" FOR EACH ROW EXECUTE FUNCTION renda_fund_project()'
    ),
    (
        'CREATE TRIGGER "fund_payment_draws" AFTER INSERT OR DELETE OR UPDATE OF amount, state, '
        'project_id ON "fund_payment" FOR EACH ROW EXECUTE FUNCTION renda_fund_payment()'
    ),
)

# SQLite knows no depth: there a counter may become only what its rows add up to.
_BOUND = "(SELECT COALESCE(SUM(granted), 0) FROM fund_project WHERE pot_id = NEW.id)"
_PAID = "(SELECT COALESCE(SUM(paid), 0) FROM fund_project WHERE pot_id = NEW.id)"
_OF_PROJECT = "FROM fund_payment WHERE project_id = NEW.proceeding_id"
_DRAWN = f"(SELECT COALESCE(SUM(amount), 0) {_OF_PROJECT} AND state <> 'struck')"
_CONFIRMED = f"(SELECT COALESCE(SUM(amount), 0) {_OF_PROJECT} AND state = 'confirmed')"


def _refuse(words: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _counts(row: str) -> tuple[str, str]:
    """What a payment's row (OLD or NEW) draws and pays."""
    return (
        f"CASE WHEN {row}.state <> 'struck' THEN {row}.amount ELSE 0 END",
        f"CASE WHEN {row}.state = 'confirmed' THEN {row}.amount ELSE 0 END",
    )


def _pot(row: str, sign: str) -> str:
    return (
        f"UPDATE fund_pot SET bound = bound {sign} {row}.granted, paid = paid {sign} {row}.paid "  # noqa: S608
        f"WHERE id = {row}.pot_id AND ({row}.granted <> 0 OR {row}.paid <> 0);"
    )


def _project(row: str, sign: str) -> str:
    drawn, paid = _counts(row)
    return (
        f"UPDATE fund_project SET drawn = drawn {sign} ({drawn}), paid = paid {sign} ({paid}) "  # noqa: S608
        f"WHERE proceeding_id = {row}.project_id AND {row}.state <> 'struck';"
    )


def _sqlite() -> Iterable[str]:
    was_drawn, was_paid = _counts("OLD")
    now_drawn, now_paid = _counts("NEW")
    by_hand = "the counters are kept by triggers"
    yield (
        'CREATE TRIGGER "fund_pot_empty" BEFORE INSERT ON "fund_pot" '
        f"WHEN NEW.bound <> 0 OR NEW.paid <> 0 {_refuse(by_hand)}"
    )
    yield (
        'CREATE TRIGGER "fund_pot_counts" BEFORE UPDATE OF bound, paid ON "fund_pot" '
        f"WHEN NEW.bound <> {_BOUND} OR NEW.paid <> {_PAID} {_refuse(by_hand)}"
    )
    yield (
        'CREATE TRIGGER "fund_project_empty" BEFORE INSERT ON "fund_project" '
        f"WHEN NEW.drawn <> 0 OR NEW.paid <> 0 {_refuse(by_hand)}"
    )
    yield (
        'CREATE TRIGGER "fund_project_counts" BEFORE UPDATE OF drawn, paid ON "fund_project" '
        f"WHEN NEW.drawn <> {_DRAWN} OR NEW.paid <> {_CONFIRMED} {_refuse(by_hand)}"
    )
    yield (
        'CREATE TRIGGER "fund_project_added" AFTER INSERT ON "fund_project" '
        f"BEGIN {_pot('NEW', '+')} END"
    )
    yield (
        'CREATE TRIGGER "fund_project_binds" AFTER UPDATE OF granted, paid ON "fund_project" '
        "WHEN NEW.pot_id = OLD.pot_id AND (NEW.granted <> OLD.granted OR NEW.paid <> OLD.paid) "
        "BEGIN UPDATE fund_pot SET bound = bound + NEW.granted - OLD.granted, "
        "paid = paid + NEW.paid - OLD.paid WHERE id = NEW.pot_id; END"
    )
    yield (
        'CREATE TRIGGER "fund_project_moved" AFTER UPDATE OF pot_id ON "fund_project" '
        f"WHEN NEW.pot_id <> OLD.pot_id BEGIN {_pot('OLD', '-')} {_pot('NEW', '+')} END"
    )
    yield (
        'CREATE TRIGGER "fund_project_gone" AFTER DELETE ON "fund_project" '
        f"BEGIN {_pot('OLD', '-')} END"
    )
    yield (
        'CREATE TRIGGER "fund_payment_added" AFTER INSERT ON "fund_payment" '
        f"BEGIN {_project('NEW', '+')} END"
    )
    yield (
        'CREATE TRIGGER "fund_payment_draws" AFTER UPDATE OF amount, state ON "fund_payment" '  # noqa: S608
        "WHEN NEW.project_id = OLD.project_id "
        "AND (NEW.amount <> OLD.amount OR NEW.state <> OLD.state) "
        f"BEGIN UPDATE fund_project SET drawn = drawn + ({now_drawn}) - ({was_drawn}), "
        f"paid = paid + ({now_paid}) - ({was_paid}) WHERE proceeding_id = NEW.project_id; END"
    )
    yield (
        'CREATE TRIGGER "fund_payment_moved" AFTER UPDATE OF project_id ON "fund_payment" '
        f"WHEN NEW.project_id <> OLD.project_id "
        f"BEGIN {_project('OLD', '-')} {_project('NEW', '+')} END"
    )
    yield (
        'CREATE TRIGGER "fund_payment_gone" AFTER DELETE ON "fund_payment" '
        f"BEGIN {_project('OLD', '-')} END"
    )


def statements(vendor: str) -> Iterable[str]:
    """What makes the functions and triggers on a database."""
    return _POSTGRESQL if vendor == "postgresql" else _sqlite()


def names(vendor: str) -> Iterable[tuple[str, str]]:
    """The triggers with their tables."""
    return _NAMES["postgresql" if vendor == "postgresql" else "sqlite"]


GUARD = Guard("fund", (POT, PROJECT, PAYMENT), statements, names)
