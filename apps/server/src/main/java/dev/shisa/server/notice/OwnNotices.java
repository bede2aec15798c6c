package dev.shisa.server.notice;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.UnreadSource;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What one person was told, and how the person wants to be told. Nobody sees anybody else's, nor what is of no concern any more. */
@Service
class OwnNotices implements UnreadSource {

    private final NoticeStore store;
    private final InstantSource clock;

    OwnNotices(NoticeStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public int unread(Person person) {
        return store.count(person.id(), person.series(), true);
    }

    int count(Person person, boolean unreadOnly) {
        return store.count(person.id(), person.series(), unreadOnly);
    }

    List<Notice> page(Person person, boolean unreadOnly, int offset, int most) {
        return store.of(person.id(), person.series(), unreadOnly, offset, most);
    }

    List<Notice> before(Person person, boolean unreadOnly, @Nullable UUID before, int most) {
        return store.before(person.id(), person.series(), unreadOnly, before, most);
    }

    /** Reads one, and gives it as it is then. */
    @Transactional
    public Notice read(UUID id, Person person) {
        store.read(id, person.id(), person.series(), clock.instant());
        return store.one(id, person.id(), person.series()).orElseThrow(() -> new Problem(404, "notice.unknown"));
    }

    @Transactional
    public void readAll(Person person) {
        store.read(null, person.id(), person.series(), clock.instant());
    }

    /** How the person is told of each topic: as chosen, otherwise as is usual for the roles. */
    Map<Topic, Topic.Way> ways(Person person) {
        Map<Topic, Topic.Way> chosen = store.choices(person.id());
        Map<Topic, Topic.Way> ways = new EnumMap<>(Topic.class);
        Topic.OF_PEOPLE.forEach(topic ->
                ways.put(topic, Optional.ofNullable(chosen.get(topic)).orElseGet(() -> topic.usual(person.roles()))));
        return ways;
    }

    @Transactional
    public void choose(Person person, Map<Topic, Topic.Way> ways) {
        ways.forEach((topic, way) -> store.choose(person.id(), topic, way));
    }
}
