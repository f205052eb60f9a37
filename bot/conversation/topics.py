"""A campaign's topics: what is on offer, and which of them a sentence is about."""

from collections import Counter
from collections.abc import Sequence

from bot.campaigns.model import Topic
from bot.conversation.session import Session
from bot.engine.events import Offer
from bot.reading.answers import plain_text
from bot.reading.incoming import IncomingText

SHORT = 4  # letters: shorter words of a title name no topic
STEM = 5  # letters: "detainer", "detainers"


def offer_topics(session: Session) -> tuple[Offer, ...]:
    """The topics; where a sentence came along that is about one of them, that one is chosen."""
    topics = session.campaign.wording(session.speaks).topics if session.campaign else ()
    state = session.thread.state
    if topic := find_topic(state.rest, topics):
        session.thread.state = state.changed(rest=IncomingText(topic.title))
    return tuple(Offer(topic.key, topic.title) for topic in topics)


def find_topic(text: IncomingText, topics: Sequence[Topic]) -> Topic | None:
    """The one topic that has more words of a text than any other; None where it has none or several have as many. A word of
    several topics says less of each."""
    stems = [_stems(topic) for topic in topics]
    shared = Counter(stem for each in stems for stem in each)
    said = {word[:STEM] for word in text.words}
    weights = [sum(1 / shared[stem] for stem in each & said) for each in stems]
    most = max(weights, default=0.0)
    return topics[weights.index(most)] if most and weights.count(most) == 1 else None


def _stems(topic: Topic) -> set[str]:
    named = {word[:STEM] for word in plain_text(f"{topic.key} {topic.title}").split() if len(word) >= SHORT}
    return named | {word[:STEM] for words in topic.words for word in plain_text(words).split()}
