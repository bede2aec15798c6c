package dev.shisa.server.ledger;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What personal data was erased, and what waits for a second person? */
@Controller
class ErasurePages {

    private static final String PATH = "/records/erasures";

    private final Erasures erasures;
    private final ErasureStore store;
    private final LedgerRecords records;
    private final RecordWords words;
    private final People people;

    ErasurePages(Erasures erasures, ErasureStore store, LedgerRecords records, RecordWords words, People people) {
        this.erasures = erasures;
        this.store = store;
        this.records = records;
        this.words = words;
        this.people = people;
    }

    @GetMapping(PATH)
    @Requires(Act.READ_AUDIT)
    ModelAndView show(@ModelAttribute("ui") Ui ui, @AuthenticationPrincipal Person person) {
        return page(ui, person, "");
    }

    @PostMapping(PATH + "/person")
    @Requires(Act.ASK_ERASURE)
    ModelAndView ask(
            @RequestParam(defaultValue = "") String left,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person) {
        try {
            erasures.askPerson(UUID.fromString(left), person, reason);
        } catch (IllegalArgumentException e) {
            throw new Problem(409, "erasure.person.in-use");
        }
        return new ModelAndView("redirect:" + PATH);
    }

    @PostMapping(PATH + "/{id}/agree")
    @Requires(Act.AGREE_ERASURE)
    ModelAndView agree(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String typed,
            @AuthenticationPrincipal Person person,
            HttpServletResponse response) {
        Erasure erasure = require(id);
        if (!typed.strip().equals(typed(erasure))) {
            response.setStatus(422);
            return page(ui, person, id);
        }
        erasures.agree(erasure, person);
        return new ModelAndView("redirect:" + PATH);
    }

    @PostMapping(PATH + "/{id}/decline")
    @Requires(Act.AGREE_ERASURE)
    ModelAndView decline(@PathVariable String id, @AuthenticationPrincipal Person person) {
        erasures.decline(require(id), person);
        return new ModelAndView("redirect:" + PATH);
    }

    private Erasure require(String id) {
        try {
            return store.find(UUID.fromString(id)).orElseThrow(() -> new Problem(404, "not-found"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "not-found");
        }
    }

    private ModelAndView page(Ui ui, Person person, String mistyped) {
        List<ErasureView.Open> open = store.open().stream()
                .map(erasure -> open(ui, erasure, person, mistyped))
                .toList();
        List<ErasureView.Row> decided =
                store.decided().stream().map(erasure -> row(ui, erasure)).toList();
        return new ModelAndView("ledger/erasures")
                .addObject(
                        "all",
                        new ErasureView.All(
                                open,
                                decided,
                                people.left().stream()
                                        .map(one -> new Parts.Choice(
                                                one.id().toString(), one.name() + " (" + one.email() + ")"))
                                        .toList()));
    }

    private ErasureView.Open open(Ui ui, Erasure erasure, Person person, String mistyped) {
        boolean may = erasures.mayAgree(erasure, person);
        boolean own = person.id().equals(erasure.asked().id());
        String why = may
                ? null
                : erasures.nobodyElse(erasure)
                        ? ui.t("erasure.alone", ui.minute(erasures.alone(erasure)))
                        : ui.t(own ? "erasure.second.own" : "erasure.second");
        return new ErasureView.Open(
                row(ui, erasure),
                PATH + "/" + erasure.id(),
                typed(erasure),
                may,
                why,
                person.can(Act.AGREE_ERASURE),
                mistyped.equals(erasure.id().toString()));
    }

    /** The number of the record, or the person's address. */
    private String typed(Erasure erasure) {
        UUID person = erasure.person();
        return person == null
                ? number(Objects.requireNonNull(erasure.record()))
                : people.find(person).map(Person::email).orElse("");
    }

    private String number(long id) {
        return records.byIds(List.of(id)).stream()
                .map(LedgerRecord::position)
                .map(position -> position == null ? "" : position.number())
                .findFirst()
                .orElse("");
    }

    private ErasureView.Row row(Ui ui, Erasure erasure) {
        Long id = erasure.record();
        LedgerRecord record = id == null
                ? null
                : records.byIds(List.of(id)).stream().findFirst().orElse(null);
        String number = id == null ? "" : number(id);
        String state = switch (erasure.state()) {
            case OPEN -> "recheck";
            case DONE -> "met";
            case DECLINED -> "not-applicable";
        };
        return new ErasureView.Row(
                record == null
                        ? ui.t("erasure.what.person", name(erasure))
                        : ui.t("erasure.what.record", number, words.kind(ui, record)),
                number.isEmpty() ? null : "/records/" + number,
                words(ui, erasure),
                state,
                ui.t("erasure.state." + erasure.state().id()));
    }

    private String name(Erasure erasure) {
        UUID person = erasure.person();
        return person == null ? "" : people.find(person).map(Person::name).orElse("");
    }

    static String words(Ui ui, Erasure erasure) {
        Erasure.By asked = erasure.asked();
        Erasure.By decided = erasure.decided();
        String first = ui.t("erasure.asked", ui.minute(asked.at()), asked.name(), erasure.reason());
        if (decided == null) {
            return first;
        }
        String key = erasure.state() == Erasure.State.DECLINED
                ? "erasure.declined"
                : erasure.alone() ? "erasure.agreed.alone" : "erasure.agreed";
        return first + " " + ui.t(key, ui.minute(decided.at()), decided.name(), erasure.records());
    }
}
