package dev.shisa.server.checklist;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The self-diagnosis of IoT quality for programs: its items as the company entered them, the answers, how far it went. */
@Controller
class SelfCheckApi {

    private final Products products;
    private final SelfCheck check;

    SelfCheckApi(Products products, SelfCheck check) {
        this.products = products;
        this.check = check;
    }

    /** An item of the diagnosis; what is null is not answered. */
    record SelfCheckItemBody(
            UUID item,
            String text,

            @OneOf({"yes", "no", "na"}) @Nullable String answer,

            @Nullable String note,
            @Nullable String by,
            @Nullable Instant at) {}

    /**
     * How far the diagnosis went; it decides nothing.
     *
     * @param expected how many items the guide's figure has
     * @param na items that do not concern the product
     */
    record SelfCheckBody(int expected, int yes, int no, int na, int open, List<SelfCheckItemBody> items) {}

    record SelfCheckAnswerBody(
            UUID item,

            @OneOf({"yes", "no", "na"}) String answer,

            @Nullable String note) {}

    /** Answers; items that are not named stay as they are. */
    record NewSelfCheckAnswersBody(List<SelfCheckAnswerBody> answers) {}

    @GetMapping("/api/v1/series/{code}/self-check")
    @Requires(Act.VIEW)
    @Operation(id = "self-check.get")
    Answer<SelfCheckBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(products.require(code, person));
    }

    @PostMapping("/api/v1/series/{code}/self-check")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "self-check.answer")
    Answer<SelfCheckBody> answer(
            @PathVariable String code, @Body NewSelfCheckAnswersBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        check.answer(series, entries(sent, check.of(series)), person);
        return body(series);
    }

    /** What was sent, once everything in it can be taken. */
    static List<SelfCheck.Entry> entries(NewSelfCheckAnswersBody sent, SelfCheck.Sheet sheet) {
        Set<UUID> known = sheet.lines().stream().map(SelfCheck.Line::item).collect(Collectors.toSet());
        Set<UUID> named = new HashSet<>();
        List<SelfCheck.Entry> entries = new ArrayList<>();
        for (int i = 0; i < sent.answers().size(); i++) {
            SelfCheckAnswerBody given = sent.answers().get(i);
            String place = "/answers/" + i;
            if (!known.contains(given.item())) {
                throw new BadField(place + "/item", "self-check", given.item());
            }
            if (!named.add(given.item())) {
                throw new BadField(place, "twice");
            }
            String note = given.note() == null ? "" : given.note().strip();
            if (note.length() > SelfCheck.NOTE_CHARS_MAX) {
                throw new BadField(place + "/note", "long", note.length(), SelfCheck.NOTE_CHARS_MAX);
            }
            entries.add(new SelfCheck.Entry(
                    given.item(), SelfCheck.Answer.parse(given.answer()).orElseThrow(), note));
        }
        return entries;
    }

    private Answer<SelfCheckBody> body(Series series) {
        SelfCheck.Sheet sheet = check.of(series);
        return Answer.of(new SelfCheckBody(
                SelfCheck.ITEMS,
                sheet.count(SelfCheck.Answer.YES),
                sheet.count(SelfCheck.Answer.NO),
                sheet.count(SelfCheck.Answer.NA),
                sheet.open(),
                sheet.lines().stream().map(SelfCheckApi::body).toList()));
    }

    static SelfCheckItemBody body(SelfCheck.Line line) {
        SelfCheck.Given given = line.given();
        return given == null
                ? new SelfCheckItemBody(line.item(), line.text(), null, null, null, null)
                : new SelfCheckItemBody(
                        line.item(), line.text(), given.answer().id(), given.note(), given.by(), given.at());
    }
}
