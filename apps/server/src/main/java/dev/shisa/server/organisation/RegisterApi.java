package dev.shisa.server.organisation;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The register of the company, for programs. */
@Controller
class RegisterApi {

    private static final String KINDS = "/api/v1/organisation/register";
    private static final String ALL = KINDS + "/{kind}";
    private static final String ONE = ALL + "/{entry}";

    private final Register register;
    private final OrganisationTasks tasks;
    private final Messages messages;

    RegisterApi(Register register, OrganisationTasks tasks, Messages messages) {
        this.register = register;
        this.tasks = tasks;
        this.messages = messages;
    }

    /**
     * A kind of entries.
     *
     * @param key the field by which a guide's list names an entry; null: none
     */
    record RegisterKindBody(String kind, @Nullable String key, List<RegisterFieldBody> fields) {}

    /** @param words what a choice may be; empty: it is no choice */
    record RegisterFieldBody(String field, String type, boolean required, int charsMax, List<String> words) {}

    /** @param fields texts by field; days as 2026-11-20, several words with commas */
    record RegisterEntryBody(
            UUID id, String kind, SortedMap<String, String> fields, Instant changedAt, String changedBy) {}

    /** @param fields texts by field; those left out are empty */
    record NewRegisterEntryBody(Map<String, String> fields) {}

    record RegisterReasonBody(String reason) {}

    /** @param on the last day */
    record LeavingBody(LocalDate on) {}

    /**
     * What is open because somebody left.
     *
     * @param roles that nobody holds any more
     * @param others entries that named the person: deputies, contacts, administrators
     * @param rights in other systems that are to be taken away
     */
    record LeftBody(boolean accountEnded, List<UUID> roles, List<UUID> others, List<UUID> rights) {}

    /** Something that only a person can settle. */
    record MatterBody(
            String area,
            String state,
            String sentence,
            @Nullable LocalDate due,
            String href) {}

    /** Somebody to call in an emergency. */
    record CallBody(String party, String mark, String person, String phone, String mail) {}

    /** @param undecided parties of which nobody has decided whether they are called */
    record EmergencyBody(List<CallBody> calls, List<String> undecided) {}

    @GetMapping(KINDS)
    @Requires(Act.VIEW)
    @Operation(id = "register.kinds")
    Answer<Listing<RegisterKindBody>> kinds(Paging paging) {
        GuideLists lists = register.company().lists();
        List<RegisterKindBody> all = Arrays.stream(Kind.values())
                .map(kind -> new RegisterKindBody(
                        kind.id(),
                        kind.key(),
                        kind.fields().stream()
                                .map(f -> new RegisterFieldBody(
                                        f.id(),
                                        f.type().name().toLowerCase(Locale.ROOT),
                                        f.required(),
                                        f.type().charsMax(),
                                        f.type() == Field.Type.CHOICE ? Register.choices(kind, f, lists) : f.words()))
                                .toList()))
                .toList();
        return Answer.of(paging.of(all, RegisterKindBody::kind, k -> k));
    }

    private static Kind kind(String id) {
        return Kind.parse(id).orElseThrow(() -> new Problem(404, "organisation.entry.unknown"));
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "register.list")
    Answer<Listing<RegisterEntryBody>> list(
            @PathVariable String kind, Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(
                paging.of(register.company().of(kind(kind)), e -> e.entry().toString(), e -> body(e, person)));
    }

    private SortedMap<String, String> told(Kind kind, NewRegisterEntryBody sent, @Nullable UUID entry, Ui ui) {
        Set<String> known = kind.fields().stream()
                .filter(f -> f.type() != Field.Type.FIXED)
                .map(Field::id)
                .collect(Collectors.toSet());
        for (String field : sent.fields().keySet()) {
            if (!known.contains(field)) {
                throw new BadField(
                        "/fields/" + field.replace("~", "~0").replace("/", "~1"),
                        "unknown",
                        String.join(", ", new TreeSet<>(known)));
            }
        }
        SortedMap<String, String> told = Register.told(kind, sent.fields());
        Mistakes mistakes = new Mistakes();
        register.wrong(kind, told, entry)
                .forEach(w -> mistakes.add(
                        "fields/" + w.field(),
                        ui.t("organisation.wrong." + w.why(), w.args().toArray())));
        if (!mistakes.none()) {
            throw new BadForm(mistakes);
        }
        return told;
    }

    @PostMapping(ALL)
    @Requires(Act.EDIT_ORGANISATION)
    @Operation(id = "register.add", status = 201)
    Answer<RegisterEntryBody> add(
            @PathVariable String kind,
            @Body NewRegisterEntryBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Kind of = kind(kind);
        Entry added = register.add(of, told(of, sent, null, ui), person, "api");
        return Answer.of(body(added, person)).version(added.number()).at(KINDS + "/" + of.id() + "/" + added.entry());
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "register.get")
    Answer<RegisterEntryBody> get(
            @PathVariable String kind, @PathVariable UUID entry, @AuthenticationPrincipal Person person) {
        Entry present = register.require(kind(kind), entry);
        return Answer.of(body(present, person)).version(present.number());
    }

    @PutMapping(ONE)
    @Requires(Act.EDIT_ORGANISATION)
    @Operation(id = "register.revise")
    Answer<RegisterEntryBody> revise(
            @PathVariable String kind,
            @PathVariable UUID entry,
            @Body NewRegisterEntryBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Kind of = kind(kind);
        int number = seen.require(register.require(of, entry).number());
        Entry revised = register.revise(of, entry, number, told(of, sent, entry, ui), person, "api");
        return Answer.of(body(revised, person)).version(revised.number());
    }

    @PostMapping(ONE + "/remove")
    @Requires(Act.EDIT_ORGANISATION)
    @Operation(id = "register.remove")
    Answer<Done> remove(
            @PathVariable String kind,
            @PathVariable UUID entry,
            @Body RegisterReasonBody sent,
            @AuthenticationPrincipal Person person) {
        Kind of = kind(kind);
        register.remove(of, entry, register.require(of, entry).number(), sent.reason(), person, "api");
        return Done.ANSWER;
    }

    @PostMapping("/api/v1/organisation/people/{entry}/leave")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "register.leave")
    Answer<LeftBody> leave(@PathVariable UUID entry, @Body LeavingBody sent, @AuthenticationPrincipal Person person) {
        int number = register.require(Kind.PERSON_ENTRY, entry).number();
        Register.Left left = register.leave(entry, number, sent.on(), person, "api");
        return Answer.of(new LeftBody(left.accountEnded(), ids(left.roles()), ids(left.others()), ids(left.rights())));
    }

    /**
     * What is as it was before somebody left.
     *
     * @param restored roles, contacts, systems and rights that the leaving had emptied
     * @param changed those that somebody has changed since, which stay as they are
     */
    record BackBody(List<UUID> restored, List<UUID> changed) {}

    @PostMapping("/api/v1/organisation/people/{entry}/return")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "register.return")
    Answer<BackBody> comeBack(@PathVariable UUID entry, @AuthenticationPrincipal Person person) {
        int number = register.require(Kind.PERSON_ENTRY, entry).number();
        Register.Back back = register.comeBack(entry, number, person, "api");
        return Answer.of(new BackBody(ids(back.restored()), ids(back.changed())));
    }

    private static List<UUID> ids(List<Entry> entries) {
        return entries.stream().map(Entry::entry).toList();
    }

    @GetMapping("/api/v1/organisation/matters")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.matters")
    Answer<Listing<MatterBody>> matters(Paging paging, @AuthenticationPrincipal Person person) {
        Locale locale = Locale.forLanguageTag(person.language());
        List<Matter> all = Matters.of(register.company(person));
        List<Numbered> numbered = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            numbered.add(new Numbered("%06d".formatted(i), all.get(i)));
        }
        return Answer.of(paging.of(numbered, Numbered::number, n -> {
            var task = tasks.task(n.matter(), locale);
            return new MatterBody(n.matter().area().id(), task.shape(), task.sentence(), task.due(), task.href());
        }));
    }

    /** A matter with its place, by which the list is walked. */
    private record Numbered(String number, Matter matter) {}

    @GetMapping("/api/v1/organisation/emergency")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.emergency")
    Answer<EmergencyBody> emergency(@AuthenticationPrincipal Person person) {
        Locale locale = Locale.forLanguageTag(person.language());
        Company company = register.company();
        return Answer.of(new EmergencyBody(
                company.callList().stream()
                        .map(p -> new CallBody(
                                p.own().isEmpty() ? p.name().in(locale) : p.own(),
                                p.mark("emergency"),
                                p.contact().who(),
                                p.contact().phone(),
                                p.contact().mail()))
                        .toList(),
                company.undecidedForEmergency().stream()
                        .map(p -> p.name().in(locale))
                        .toList()));
    }

    /** @param entries people and systems before those that name them */
    record RegisterFileBody(List<RegisterCopyBody> entries) {}

    /** @param fields texts by field */
    record RegisterCopyBody(UUID id, String kind, SortedMap<String, String> fields) {}

    /** @param entries how many were taken in */
    record BroughtBody(int entries) {}

    @GetMapping("/api/v1/organisation/register-file")
    @Requires(Act.VIEW)
    @Operation(id = "register.export")
    Answer<RegisterFileBody> export() {
        return Answer.of(file(register));
    }

    static RegisterFileBody file(Register register) {
        return new RegisterFileBody(register.copies().stream()
                .map(c -> new RegisterCopyBody(c.entry(), c.kind().id(), c.fields()))
                .toList());
    }

    static List<Register.Copy> copies(RegisterFileBody sent) {
        return sent.entries().stream()
                .map(c -> new Register.Copy(c.id(), kind(c.kind()), c.fields()))
                .toList();
    }

    @PostMapping("/api/v1/organisation/register-file")
    @Requires(Act.EDIT_ORGANISATION)
    @Operation(id = "register.import")
    Answer<BroughtBody> bring(@Body RegisterFileBody sent, @AuthenticationPrincipal Person person) {
        return Answer.of(new BroughtBody(register.bring(copies(sent), person, "api")));
    }

    /** Without the series that the reader does not see. */
    private static RegisterEntryBody body(Entry entry, Person reader) {
        SortedMap<String, String> fields = new TreeMap<>(entry.content());
        entry.kind().fields().stream()
                .filter(field -> field.type() == Field.Type.SERIES)
                .forEach(field -> fields.computeIfPresent(
                        field.id(),
                        (id, series) -> Arrays.stream(series.split(","))
                                .filter(one -> !one.isEmpty() && reader.sees(UUID.fromString(one)))
                                .collect(Collectors.joining(","))));
        return new RegisterEntryBody(entry.entry(), entry.kind().id(), fields, entry.changedAt(), entry.changedName());
    }
}
