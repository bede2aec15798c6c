package dev.shisa.server.talk;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.record.Form;
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

    static final int PAGE_ROWS = 20;

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
    TalkView view(At at, int page, Forms forms, Person person, Ui ui) {
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
                lines.stream().anyMatch(one -> !one.answer().isEmpty()),
                may,
                closed ? ui.t("talk.closed") : "",
                may ? fields(at, forms.say(), person, ui) : List.of(),
                forms.alone() && !other ? "" : BESIDE,
                given == null && !forms.back().isSent()
                        ? List.of()
                        : forms.back().fields(ui),
                forms.back().isSent() ? "" : "-back",
                given == null ? "" : people.find(given.by()).map(Person::name).orElse(""),
                lines);
    }

    /** The newest first; on the first page also what waits for the reader and was asked long before. */
    private List<Comment> said(At at, int page, List<Comment> open, Person person) {
        List<Comment> newest = talks.newest(at, (page - 1) * PAGE_ROWS, PAGE_ROWS);
        Stream<Comment> older =
                open.stream().filter(one -> page == 1 && person.id().equals(one.to()) && !newest.contains(one));
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
                .flatMap(one -> Stream.concat(Stream.ofNullable(one.to()), one.mentioned().stream()))
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Map.of() : people.names(ids);
    }

    private static TalkView.Line line(
            Comment one, boolean waits, boolean may, Forms forms, Map<UUID, String> names, Person person, Ui ui) {
        String asks = "";
        if (one.to() != null) {
            String key = "talk.asks" + (one.back() ? ".back" : one.due() != null ? ".due" : "");
            asks = ui.t(
                    key,
                    names.getOrDefault(one.to(), ""),
                    one.due() == null ? "" : one.due().toString());
        }
        boolean answers = waits && may && person.id().equals(one.to());
        return new TalkView.Line(
                one.id().toString(),
                ui.t("talk.by", one.byName(), ui.minute(one.at())),
                asks,
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
                answers || forms.isAnswering(one.id())
                        ? (forms.isAnswering(one.id()) ? forms.answer() : Form.of(AnswerSent.class)).fields(ui)
                        : List.of(),
                forms.isAnswering(one.id()) ? "" : "-" + one.id(),
                may && one.taken() == null && one.isBy(person.id()));
    }
}
