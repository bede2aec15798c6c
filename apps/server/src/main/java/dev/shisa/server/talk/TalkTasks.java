package dev.shisa.server.talk;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** On Home: what somebody is asked, and, for who asked, whose answer is not there yet. */
@Component
class TalkTasks implements TaskSource {

    private static final int TASKS_MAX = 50;

    private final Talks talks;
    private final Places places;
    private final People people;
    private final Messages messages;

    TalkTasks(Talks talks, Places places, People people, Messages messages) {
        this.talks = talks;
        this.places = places;
        this.people = people;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        return talks.waiting(person, TASKS_MAX).stream()
                .flatMap(one -> places
                        .find(one.about().place(), one.about().thing())
                        .filter(at -> at.isSeenBy(person) && !places.isClosed(at))
                        .map(at -> task(one, at, person, locale))
                        .stream())
                .toList();
    }

    private Task task(Comment one, Places.At at, Person person, Locale locale) {
        Comment.Ask ask = Objects.requireNonNull(one.ask(), "an ask is to somebody");
        UUID to = ask.to();
        String title = at.thing().title().apply(locale);
        String name = people.find(to).map(Person::name).orElse("");
        boolean mine = to.equals(person.id());
        String key = !mine ? "talk.task.asked" : one.back() ? "talk.task.back" : "talk.task.ask";
        return Task.of(
                        TaskKind.ASSIGNED,
                        "talk:" + one.id(),
                        "user",
                        messages.get(locale, key, title, mine ? one.byName() : name),
                        new Way(
                                messages.get(locale, mine ? "talk.task.ask.act" : "talk.task.asked.act"),
                                Talks.href(at, one.id())))
                .due(ask.due())
                .waitsFor(to, name)
                .about(at.thing().mark())
                .of(at.thing().series());
    }
}
