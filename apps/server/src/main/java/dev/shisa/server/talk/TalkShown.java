package dev.shisa.server.talk;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.talk.Places.At;
import dev.shisa.server.talk.Talks.AnswerSent;
import dev.shisa.server.talk.Talks.CommentSent;
import dev.shisa.server.talk.Talks.HandBackSent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts what was said about a thing into words, for its own page and for that of the thing. */
@Component
class TalkShown {

    /** Ends the ids of fields that are not the ones of their page. */
    private static final String BESIDE = "-talk";

    private final Talks talks;
    private final Places places;
    private final People people;

    TalkShown(Talks talks, Places places, People people) {
        this.talks = talks;
        this.places = places;
        this.people = people;
    }

    /** The forms, empty or as they were sent and could not be taken. */
    record Forms(Form<CommentSent> say, Form<AnswerSent> answer, Form<HandBackSent> back, boolean alone) {

        static Forms beside() {
            return new Forms(Form.of(CommentSent.class), Form.of(AnswerSent.class), Form.of(HandBackSent.class), false);
        }

        private boolean isAnswering(UUID ask) {
            return answer.isSent() && answer.value("comment").equals(ask.toString());
        }
    }

    static String here(At at) {
        return Talks.HERE + "/" + at.place().id() + "/"
                + URLEncoder.encode(at.thing().key(), StandardCharsets.UTF_8);
    }

    /** @param page of what was said, the newest first, from 1 */
    TalkView view(At at, ListPage page, Forms forms, Person person, Ui ui) {
        int count = talks.size(at);
        List<Comment> open = count == 0 ? List.of() : talks.waiting(at);
        Set<UUID> waiting = open.stream().map(Comment::id).collect(Collectors.toSet());
        List<Comment> said = count == 0 ? List.of() : said(at, page, open, person);
        boolean closed = places.isClosed(at);
        boolean may = !closed && at.isWrittenBy(person);
        Map<UUID, String> names = names(said);
        List<TalkView.Line> lines = new ArrayList<>();
        for (Comment one : said) {
            lines.add(line(one, waiting.contains(one.id()), may, forms, names, person, ui));
        }
        TalkPlace.Given given = may ? talks.given(at, person).orElse(null) : null;
        boolean other = forms.answer().isSent() || forms.back().isSent();
        return new TalkView(
                here(at),
                count,
                may,
                closed ? ui.t("talk.closed") : "",
                may
                        ? new TalkView.Fields(
                                fields(at, forms.say(), person, ui), forms.alone() && !other ? "" : BESIDE)
                        : null,
                given == null && !forms.back().isSent()
                        ? null
                        : new TalkView.Fields(
                                forms.back().fields(ui), forms.back().isSent() ? "" : "-back"),
                given == null ? "" : people.find(given.by()).map(Person::name).orElse(""),
                lines);
    }

    /** The newest first; on the first page also what waits for the reader and was asked long before. */
    private List<Comment> said(At at, ListPage page, List<Comment> open, Person person) {
        List<Comment> newest = talks.newest(at, page.from(), ListPage.ROWS);
        Stream<Comment> older =
                open.stream().filter(one -> page.at() == 1 && one.asks(person.id()) && !newest.contains(one));
        return Stream.concat(newest.stream(), older).toList();
    }

    private List<Form.Field> fields(At at, Form<CommentSent> form, Person person, Ui ui) {
        return form.choices(
                        "to",
                        Stream.concat(
                                        Stream.of(new Parts.Choice("", ui.t("talk.to.nobody"))),
                                        talks.asked(at, person).stream()
                                                .map(one -> new Parts.Choice(
                                                        one.id().toString(), one.name())))
                                .toList())
                .must("to", false)
                .fields(ui);
    }

    private Map<UUID, String> names(List<Comment> said) {
        Set<UUID> ids = said.stream()
                .flatMap(one ->
                        Stream.concat(Stream.ofNullable(one.ask()).map(Comment.Ask::to), one.mentioned().stream()))
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Map.of() : people.names(ids);
    }

    private static TalkView.Line line(
            Comment one, boolean waits, boolean may, Forms forms, Map<UUID, String> names, Person person, Ui ui) {
        Form<AnswerSent> form = forms.isAnswering(one.id()) ? forms.answer() : null;
        TalkView.Fields answer = form != null
                ? new TalkView.Fields(form.fields(ui), "")
                : waits && may && one.asks(person.id())
                        ? new TalkView.Fields(Form.of(AnswerSent.class).fields(ui), "-" + one.id())
                        : null;
        return new TalkView.Line(
                one.id().toString(),
                ui.t("talk.by", one.byName(), ui.minute(one.at())),
                asks(one, names, ui),
                waits,
                one.mentioned().isEmpty() || one.taken() != null
                        ? ""
                        : ui.t(
                                "talk.told",
                                one.mentioned().stream()
                                        .map(id -> names.getOrDefault(id, ""))
                                        .collect(Collectors.joining(ui.t("fact.list-separator")))),
                one.answers() == null ? "" : one.answers().toString(),
                one.taken() == null ? one.text() : "",
                one.taken() == null ? "" : ui.t("talk.taken", ui.day(one.taken().at())),
                answer,
                may && one.taken() == null && one.isBy(person.id()));
    }

    private static String asks(Comment one, Map<UUID, String> names, Ui ui) {
        Comment.Ask ask = one.ask();
        if (ask == null) {
            return "";
        }
        String name = names.getOrDefault(ask.to(), "");
        return one.back()
                ? ui.t("talk.asks.back", name)
                : ask.due() == null
                        ? ui.t("talk.asks", name)
                        : ui.t("talk.asks.due", name, ask.due().toString());
    }
}
