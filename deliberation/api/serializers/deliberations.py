"""What programs read of a deliberation itself."""

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.models import Deliberation, Question


class CountsSerializer(serializers.Serializer):
    """How many took part."""

    participants = serializers.IntegerField(min_value=0)
    statements = serializers.IntegerField(min_value=0, help_text="Open for voting.")
    votes = serializers.IntegerField(min_value=0, help_text="Current votes; a changed vote counts once.")


class DeliberationInBriefSerializer(serializers.Serializer):
    """A deliberation in a list."""

    slug = serializers.SlugField(help_text="Its name in addresses.")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    language = serializers.CharField(help_text="Of title and description, such as `en`.")
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="In which statements may be written, its own first."
    )
    state = serializers.ChoiceField(Deliberation.State.choices)
    access = serializers.ChoiceField(Deliberation.Access.choices, help_text="Who may take part.")
    takes_statements = serializers.BooleanField(help_text="Whether people may propose now.")
    takes_votes = serializers.BooleanField(help_text="Whether people may vote now.")
    results_are_public = serializers.BooleanField(help_text="Whether everybody may read the results now.")
    counts = CountsSerializer()
    created_at = Moment()
    url = serializers.URLField(help_text="All of it, for programs.")
    page = serializers.URLField(help_text="For people.")


class PhaseSerializer(serializers.Serializer):
    """When something is possible; null where no time is set."""

    begins_at = Moment(allow_null=True)
    ends_at = Moment(allow_null=True)
    is_open_now = serializers.BooleanField()


class PhasesSerializer(serializers.Serializer):
    """What people can do when."""

    proposing = PhaseSerializer()
    voting = PhaseSerializer()
    ratifying = PhaseSerializer()


class ConsentTextSerializer(serializers.Serializer):
    """What people agree to when they take part; whoever joins names the version they read."""

    version = serializers.IntegerField(min_value=1)
    text = serializers.CharField(allow_blank=True, help_text="The binding text; empty where there is none.")
    language = serializers.CharField()


class ProfileQuestionTranslationSerializer(serializers.Serializer):
    """A question in another language; its options in the order of the question's own."""

    language = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    options = serializers.ListField(child=serializers.CharField())


class ProfileQuestionSerializer(serializers.Serializer):
    """A question of the organisers about the people who take part; every one can be left out."""

    key = serializers.SlugField(help_text="The name of the answer where somebody joins.")
    kind = serializers.ChoiceField(Question.Kind.choices)
    text = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField(), help_text="Answers as they are sent.")
    translations = ProfileQuestionTranslationSerializer(many=True)


class WordsInAnotherLanguageSerializer(serializers.Serializer):
    """What the organisers wrote, in another language; empty where they did not translate it."""

    language = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    consent_text = serializers.CharField(allow_blank=True, help_text="To read beside the binding one.")
    moderation_policy = serializers.CharField(allow_blank=True)


class PagesSerializer(serializers.Serializer):
    """Pages for people."""

    introduction = serializers.URLField()
    voting = serializers.URLField()
    results = serializers.URLField()
    constitution = serializers.URLField()
    training = serializers.URLField()
    moderation_log = serializers.URLField()
    record = serializers.URLField(help_text="The sealed log, and how to check it.")


class DeliberationLinksSerializer(serializers.Serializer):
    """Where programs read on."""

    statements = serializers.URLField()
    results = serializers.URLField()
    statement_results = serializers.URLField()
    analyses = serializers.URLField()
    moderation_log = serializers.URLField()
    log_heads = serializers.URLField()
    constitution_versions = serializers.URLField()
    training_runs = serializers.URLField()
    exports = serializers.URLField()


class DeliberationSerializer(DeliberationInBriefSerializer):
    """All that a deliberation says of itself."""

    log = serializers.CharField(help_text="Its name in the sealed log, which stays when the slug changes.")
    translations = WordsInAnotherLanguageSerializer(many=True)
    phases = PhasesSerializer()
    results_visibility = serializers.ChoiceField(Deliberation.ResultsVisibility.choices)
    moderation = serializers.ChoiceField(
        Deliberation.Moderation.choices, help_text="When moderators read a proposed statement."
    )
    moderation_policy = serializers.CharField(allow_blank=True)
    blind_moderation = serializers.BooleanField(
        help_text="Whether moderators decide without seeing author and votes."
    )
    statement_length = serializers.IntegerField(min_value=1, help_text="Characters of a statement at most.")
    asks_proof_of_work = serializers.BooleanField()
    consent = ConsentTextSerializer()
    questions = ProfileQuestionSerializer(many=True)
    pages = PagesSerializer()
    links = DeliberationLinksSerializer()


class IndexSerializer(serializers.Serializer):
    """Where to begin."""

    name = serializers.CharField()
    version = serializers.CharField(help_text="Of this interface; it changes what breaks programs only.")
    software_version = serializers.CharField()
    deliberations = serializers.URLField()
    schema = serializers.URLField(help_text="This interface as OpenAPI 3, in JSON.")
    reference = serializers.URLField(help_text="The same, for people.")
