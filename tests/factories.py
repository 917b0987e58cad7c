"""Objects for tests that belong together: what hangs on a participant lies in their deliberation.

    statement = StatementFactory(text="The AI should cite sources.")  # accepted, in an open deliberation
    VoteFactory(statement=statement, value=Vote.Value.AGREE)  # by a new participant of the same one

Votes come about through the vote service, so that every vote of a test has its event.
"""

from typing import Any

import factory

from deliberation.models import Deliberation, Membership, Participant, Role, Statement, User, Vote
from deliberation.voting.services import Ballot, record_votes


class DeliberationFactory(factory.django.DjangoModelFactory[Deliberation]):
    """An open deliberation."""

    class Meta:
        model = Deliberation

    slug = factory.Sequence(lambda n: f"deliberation-{n}")
    title = factory.Sequence(lambda n: f"Deliberation {n}")


class ParticipantFactory(factory.django.DjangoModelFactory[Participant]):
    """Somebody who joined on the website."""

    class Meta:
        model = Participant

    deliberation = factory.SubFactory(DeliberationFactory)
    number = factory.LazyAttribute(lambda new: new.deliberation.reserve_participant_number())
    consent_version = 1


class StatementFactory(factory.django.DjangoModelFactory[Statement]):
    """An accepted statement by a participant of the same deliberation; pass ``author=None`` for none."""

    class Meta:
        model = Statement

    deliberation = factory.SubFactory(DeliberationFactory)
    author = factory.SubFactory(ParticipantFactory, deliberation=factory.SelfAttribute("..deliberation"))
    number = factory.LazyAttribute(lambda new: new.deliberation.reserve_statement_number())
    text = factory.Sequence(lambda n: f"The AI should keep promise {n}.")
    state = Statement.State.ACCEPTED


class VoteFactory(factory.django.DjangoModelFactory[Vote]):
    """A current vote with its event, by a participant of the statement's deliberation."""

    class Meta:
        model = Vote

    statement = factory.SubFactory(StatementFactory)
    participant = factory.SubFactory(
        ParticipantFactory, deliberation=factory.SelfAttribute("..statement.deliberation")
    )
    value = Vote.Value.AGREE
    client_key = factory.Sequence(lambda n: f"factory-{n}")

    @classmethod
    def _create(cls, model_class: type[Vote], *args: Any, **fields: Any) -> Vote:
        participant, statement = fields["participant"], fields["statement"]
        ballot = Ballot(statement, fields["value"], fields["client_key"])
        record_votes(participant.deliberation, [(participant, [ballot])], origin="web")
        return Vote.objects.get(participant=participant, statement=statement)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An account that holds no role; its password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(user: User, create: bool, given: str | None, **_extra: Any) -> None:  # noqa: N805
        """Set the password in the fast way that tests use."""
        user.set_password(given or PASSWORD)
        user.save(update_fields=["password"])


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """An account's role in a deliberation."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    deliberation = factory.SubFactory(DeliberationFactory)
    role = Role.MODERATOR


PASSWORD = "correct horse battery staple"
