"""Who sits where in a congress, found by the addressee tokens of the procedures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renda.access.enums import Role
from renda.access.models import Account, Seat
from renda.access.queries import actor_for
from renda.access.services import create_account, grant_seat
from renda.congresses.models import Body, Congress
from renda.demo.timeline import Clock
from renda.kernel.actor import Actor, system
from renda.people.models import Mandate
from renda.people.queries import active_mandate


class Cast:
    """The actors of one congress. Seats that nobody holds yet are given when they are needed."""

    def __init__(self, congress: Congress, clock: Clock, names: Iterator[str]) -> None:
        self.congress = congress
        self.clock = clock
        self.names = names
        self.platform = system(congress.pk)
        self._by_token: dict[str, list[Actor]] = {}
        seats = Seat.objects.filter(congress=congress, until__isnull=True).order_by("id")
        for seat in seats.select_related("account", "body", "mandate__delegation"):
            self._take_in(actor_for(seat, seat.account))

    def holders(self, tokens: Iterable[str]) -> list[Actor]:
        """Everybody who answers to one of the tokens; there is always one."""
        wanted = sorted(tokens)
        found = {
            actor.seat_id: actor for token in wanted for actor in self._by_token.get(token, [])
        }
        return list(found.values()) or [self._fill(wanted)]

    def holder(self, tokens: Iterable[str]) -> Actor:
        """Who has been there longest of those who answer to the tokens."""
        return self.holders(tokens)[0]

    def of_role(self, role: str) -> Actor:
        """The holder of an office of the whole congress."""
        return self.holder([f"c{self.congress.pk}:{role}"])

    def seat(
        self,
        role: str,
        *,
        username: str,
        name: str,
        body: Body | None = None,
        mandate: Mandate | None = None,
        post: str = "",
    ) -> Account:
        """Give somebody an account, if there is none, and a seat."""
        person = mandate.person if mandate else None
        account = Account.objects.filter(username=username).first()
        with self.clock.tick():
            if account is None:
                account = create_account(
                    username,
                    name=name,
                    congress_id=self.congress.pk,
                    actor=self.platform,
                    person=person,
                )
            seat = grant_seat(
                account,
                congress=self.congress,
                role=role,
                actor=self.platform,
                body=body,
                mandate=mandate if role == Role.DEPUTY else None,
                post=post,
            )
        self._take_in(actor_for(seat, account))
        return account

    def unit(self, body: Body) -> None:
        """Administrator, handler and signing leader of an undertaking unit."""
        for role in (Role.UNDERTAKER_ADMIN, Role.HANDLER, Role.SIGNER):
            if f"b{body.pk}:{role.value}" not in self._by_token:
                self._give(role, body)

    def deputy(self, mandate: Mandate) -> None:
        """A deputy's account and seat."""
        account = Account.objects.filter(person_id=mandate.person_id).first()
        username = account.username if account else f"deputy{mandate.person_id:04d}"
        self.seat(Role.DEPUTY, username=username, name=mandate.person.name, mandate=mandate)

    def _take_in(self, actor: Actor) -> None:
        for token in actor.tokens:
            self._by_token.setdefault(token, []).append(actor)

    def _fill(self, tokens: list[str]) -> Actor:
        """Somebody new for the first token: a deputy himself, or an officer in office or body."""
        for token in tokens:
            base, _colon, role = token.partition(":")
            if base.startswith("p"):
                mandate = active_mandate(int(base[1:]), self.congress.pk)
                if mandate is None:
                    continue
                self.deputy(mandate)
            else:
                body = Body.objects.get(pk=int(base[1:])) if base.startswith("b") else None
                self._give(Role(role), body)
            return self._by_token[token][0]
        message = f"nobody in {self.congress} can answer to {tokens}"
        raise LookupError(message)

    def _give(self, role: Role, body: Body | None) -> None:
        place = f"b{body.pk}" if body else f"c{self.congress.pk}"
        number = len(self._by_token.get(f"{place}:{role.value}", [])) + 1
        username = f"{role.value.replace('_', '-')}-{place}-{number}"
        self.seat(role, username=username, name=next(self.names), body=body)
