package dev.shisa.server.organisation;

import dev.shisa.server.evidence.EvidenceFilter;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.organisation.Company.PartyLine;
import dev.shisa.server.organisation.OrganisationView.FieldView;
import dev.shisa.server.organisation.OrganisationView.Link;
import dev.shisa.server.organisation.OrganisationView.Part;
import dev.shisa.server.organisation.OrganisationView.Revision;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts.Choice;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The forms of the register: one for all kinds, since what they ask stands with the kind. */
@Controller
class RegisterPages {

    private static final String ALL = "/organisation/register/{kind}";
    private static final String ONE = ALL + "/{entry}";

    /** Evidence that a form proposes: the latest; any other is entered by its number. */
    private static final int EVIDENCE_MAX = 50;

    private final Register register;
    private final EvidenceLog log;

    RegisterPages(Register register, EvidenceLog log) {
        this.register = register;
        this.log = log;
    }

    private static Kind kind(String id) {
        return Kind.parse(id).orElseThrow(() -> new Problem(404, "organisation.entry.unknown"));
    }

    @GetMapping(ALL + "/new")
    @Requires(Act.EDIT_ORGANISATION)
    ModelAndView form(@PathVariable String kind, @RequestParam Map<String, String> given, @ModelAttribute("ui") Ui ui) {
        Kind of = kind(kind);
        Map<String, String> start = new TreeMap<>(Register.told(of, given));
        Company company = register.company(ui.person());
        start(of, start, company, ui);
        return form(of, null, start, company, new Mistakes(), ui);
    }

    /** What a new entry begins with: what the guide or another entry tells already. */
    private static void start(Kind kind, Map<String, String> fields, Company company, Ui ui) {
        String key = kind.key();
        if (kind == Kind.PARTY && key != null) {
            company.parties().stream()
                    .filter(p -> p.key().equals(fields.get(key)))
                    .findFirst()
                    .ifPresent(p -> p.marks().forEach(fields::putIfAbsent));
        }
        if (kind == Kind.RIGHT) {
            fields.putIfAbsent("on", company.today().toString());
            company.ownRights().stream()
                    .filter(o -> o.account().id().toString().equals(fields.get("account")))
                    .findFirst()
                    .ifPresent(o -> fields.putIfAbsent("right", roles(o.account(), ui)));
        }
        if (kind == Kind.ROLE) {
            fields.putIfAbsent("by", "person");
        }
        if (kind == Kind.DEED || kind == Kind.DECISION || kind == Kind.EXCHANGE || kind == Kind.ACKNOWLEDGEMENT) {
            fields.putIfAbsent("on", company.today().toString());
        }
        if (kind == Kind.ROLE || kind == Kind.PARTY || kind == Kind.CONTROL) {
            fields.putIfAbsent(Objects.requireNonNull(key), Kind.OWN);
        }
    }

    private static String roles(Person account, Ui ui) {
        return account.roles().stream()
                .sorted()
                .map(role -> ui.t("role." + role.id()))
                .collect(Collectors.joining(ui.t("organisation.comma")));
    }

    private ModelAndView form(
            Kind kind, @Nullable Entry entry, Map<String, String> fields, Company company, Mistakes mistakes, Ui ui) {
        boolean left = entry != null && entry.left() != null;
        List<FieldView> views = new ArrayList<>();
        for (Field field : kind.fields()) {
            if (field.type() != Field.Type.FIXED && isAsked(kind, field, fields)) {
                views.add(view(kind, field, fields, company, mistakes, ui));
            }
        }
        return new ModelAndView("organisation/entry")
                .addObject("kind", kind.id())
                .addObject("page", kind.page())
                .addObject("pageName", ui.t("organisation.tab." + kind.page().substring("/organisation/".length())))
                .addObject("title", title(kind, entry, fields, company, ui))
                .addObject("about", about(kind, fields, company, ui))
                .addObject("href", entry == null ? "/organisation/register/" + kind.id() : Blocks.href(entry))
                .addObject("number", entry == null ? 0 : entry.number())
                .addObject("isNew", entry == null)
                .addObject("fields", views)
                .addObject("evidence", evidence(kind, ui))
                .addObject("mistakes", mistakes)
                .addObject("mayEdit", Blocks.mayEdit(ui) && !left)
                .addObject("leaves", entry != null && kind == Kind.PERSON_ENTRY && !left)
                .addObject("left", left && entry != null ? entry.text("left") : "")
                .addObject("mayBringBack", left && Blocks.mayEdit(ui) && ui.can("manage-people"))
                .addObject(
                        "open",
                        left && entry != null
                                ? register.leftOpen(entry).stream()
                                        .map(e -> new Link(
                                                ui.t("organisation.kind."
                                                                + e.kind().id()) + ": "
                                                        + title(e.kind(), e, e.content(), company, ui),
                                                Blocks.href(e)))
                                        .toList()
                                : List.of())
                .addObject("lastDay", register.today().toString())
                .addObject("revisions", entry == null ? List.of() : revisions(kind, entry, company, ui));
    }

    private List<Choice> evidence(Kind kind, Ui ui) {
        Person person = ui.person();
        if (person == null || kind.fields().stream().noneMatch(f -> f.type() == Field.Type.EVIDENCE)) {
            return List.of();
        }
        return log
                .search(new EvidenceFilter(
                        person.series(),
                        null,
                        "",
                        null,
                        null,
                        null,
                        null,
                        EvidenceFilter.Sort.RECORDED,
                        true,
                        0,
                        EVIDENCE_MAX))
                .stream()
                .map(e -> new Choice(e.code(), e.title().in(ui.locale())))
                .toList();
    }

    /** A field that only makes sense beside another one: the name of what a guide names already is not asked for. */
    private static boolean isAsked(Kind kind, Field field, Map<String, String> fields) {
        String key = kind.key();
        boolean own = key == null || Kind.OWN.equals(fields.get(key)) || !fields.containsKey(key);
        return switch (kind) {
            case PARTY -> own || !(field.id().equals("side") || field.id().equals("sort"));
            case ROLE ->
                (own || !field.id().equals("name"))
                        && (!field.id().equals("orderer") || Company.VERIFY.equals(fields.get("role")));
            case CONTROL -> own || !field.id().equals("name");
            case RIGHT ->
                Kind.SHISA.equals(fields.get("system"))
                        ? !field.id().equals("holder")
                        : !field.id().equals("account");
            default -> true;
        };
    }

    /** What the entry is called. */
    private static String title(Kind kind, @Nullable Entry entry, Map<String, String> fields, Company company, Ui ui) {
        String key = kind.key();
        String named = key == null ? "" : fields.getOrDefault(key, "");
        if (!named.isEmpty() && !named.equals(Kind.OWN)) {
            return label(kind, named, company, ui);
        }
        if (entry == null) {
            return ui.t("organisation.add." + kind.id());
        }
        if (kind == Kind.RIGHT) {
            return company.holderName(entry) + " · " + company.systemName(entry);
        }
        if (kind == Kind.RESOURCE) {
            return label(kind, entry.text("way"), company, ui);
        }
        if (kind == Kind.DEED || kind == Kind.DECISION) {
            return ui.t("organisation.word." + kind.id() + ".act." + entry.text("act")) + " " + entry.text("on");
        }
        if (kind == Kind.ACKNOWLEDGEMENT) {
            return company.entry(Objects.requireNonNull(entry.ref("person")))
                            .map(p -> p.text("name"))
                            .orElse("–")
                    + " " + entry.text("on");
        }
        if (kind == Kind.EXCHANGE) {
            return ui.t("organisation.kind.exchange") + " " + entry.text("on");
        }
        return Register.name(entry);
    }

    /** The name of something of a guide's list. */
    private static String label(Kind kind, String word, Company company, Ui ui) {
        if (word.equals(Kind.OWN)) {
            return ui.t("organisation.own." + kind.id());
        }
        GuideLists lists = company.lists();
        Stream<dev.shisa.conformity.Text> names = switch (kind) {
            case PARTY ->
                lists.parties().stream().filter(p -> p.key().equals(word)).map(GuideLists.PartyItem::name);
            case ROLE -> items(lists.roles(), word);
            case CONTROL -> items(lists.controls(), word);
            case RESOURCE -> items(lists.ways(), word);
            case CONTENT ->
                lists.contents().stream().filter(c -> c.key().equals(word)).map(GuideLists.ContentItem::name);
            default -> Stream.empty();
        };
        return names.findFirst().map(t -> t.in(ui.locale())).orElse(word);
    }

    private static Stream<dev.shisa.conformity.Text> items(List<GuideLists.Item> items, String word) {
        return items.stream().filter(i -> i.key().equals(word)).map(GuideLists.Item::name);
    }

    /** What the guide says of it, and for a party how it prints its marks. */
    private static List<String> about(Kind kind, Map<String, String> fields, Company company, Ui ui) {
        List<String> about = new ArrayList<>();
        String key = kind.key();
        String word = key == null ? "" : fields.getOrDefault(key, "");
        GuideLists lists = company.lists();
        List<GuideLists.Item> items =
                kind == Kind.ROLE ? lists.roles() : kind == Kind.CONTROL ? lists.controls() : List.of();
        items.stream()
                .filter(i -> i.key().equals(word))
                .map(i -> i.about().in(ui.locale()))
                .filter(t -> !t.isEmpty())
                .forEach(about::add);
        if (kind == Kind.PARTY) {
            company.parties().stream()
                    .filter(p -> p.key().equals(word))
                    .map(PartyLine::printed)
                    .findFirst()
                    .ifPresent(printed -> about.add(
                            printed.isEmpty()
                                    ? ui.t("organisation.printed.none")
                                    : ui.t("organisation.printed", printed.replaceAll("(?<=.)(?=.)", " "))));
        }
        if (kind == Kind.RIGHT) {
            company.ownRights().stream()
                    .filter(o -> o.account().id().toString().equals(fields.get("account")))
                    .findFirst()
                    .ifPresent(o -> about.add(ui.t("organisation.account.now", roles(o.account(), ui))));
        }
        String text = "organisation.about." + kind.id();
        if (ui.has(text)) {
            about.add(ui.t(text));
        }
        return about;
    }

    private static FieldView view(
            Kind kind, Field field, Map<String, String> fields, Company company, Mistakes mistakes, Ui ui) {
        String value = fields.getOrDefault(field.id(), "");
        String own = "organisation.field." + kind.id() + "." + field.id();
        String help = "organisation.help." + kind.id() + "." + field.id();
        boolean fixed = field.id().equals(kind.key()) && !value.isEmpty();
        return new FieldView(
                field.id(),
                fixed || (kind == Kind.RIGHT && field.id().equals("system") && value.equals(Kind.SHISA))
                        ? "hidden"
                        : switch (field.type()) {
                            case CHOICE -> field.words().isEmpty() ? "select" : "radios";
                            case PERSON, ACCOUNT, SYSTEM -> "select";
                            case WORDS, SERIES -> "many";
                            case TIME -> "time";
                            case DAY -> "date";
                            case TEXT -> "text";
                            case RACI -> "raci";
                            case PHONE -> "tel";
                            case EVIDENCE -> "evidence";
                            case LINE, ADDRESS, FIXED -> "line";
                        },
                ui.has(own) ? ui.t(own) : ui.t("organisation.field." + field.id()),
                ui.has(help) ? ui.t(help) : null,
                value,
                Set.copyOf(List.of(value.split(",", -1))),
                choices(kind, field, company, ui),
                field.type() == Field.Type.RACI ? parts(value, company, ui) : List.of(),
                field.required() || isNeeded(kind, field, fields),
                mistakes.of(field.id()));
    }

    /** Whether a field is needed beside what another one says ({@link Register#wrong}). */
    private static boolean isNeeded(Kind kind, Field field, Map<String, String> fields) {
        String key = kind.key();
        boolean own = key != null && Kind.OWN.equals(fields.get(key));
        return switch (field.id()) {
            case "name" -> own;
            case "side" -> own && kind == Kind.PARTY;
            // Only shown while it is: the page hides what the other answers do not ask for.
            case "holder", "company" ->
                kind == Kind.ROLE || (kind == Kind.RIGHT && field.id().equals("holder"));
            case "account" -> kind == Kind.RIGHT;
            case "until", "person" -> kind == Kind.DECISION;
            default -> false;
        };
    }

    private static List<Part> parts(String value, Company company, Ui ui) {
        Map<String, String> said = new TreeMap<>();
        for (String pair : value.split(",", -1)) {
            int at = pair.lastIndexOf('=');
            if (at > 0) {
                said.put(pair.substring(0, at), pair.substring(at + 1));
            }
        }
        return company.participants().entrySet().stream()
                .map(p -> new Part(p.getKey(), p.getValue().in(ui.locale()), said.getOrDefault(p.getKey(), "")))
                .toList();
    }

    private static List<Choice> choices(Kind kind, Field field, Company company, Ui ui) {
        return switch (field.type()) {
            case CHOICE ->
                field.words().isEmpty()
                        ? Register.choices(kind, field, company.lists()).stream()
                                .map(w -> new Choice(w, label(kind, w, company, ui)))
                                .toList()
                        : field.words().stream()
                                .map(w -> new Choice(
                                        w, ui.t("organisation.word." + kind.id() + "." + field.id() + "." + w)))
                                .toList();
            case WORDS ->
                field.words().stream()
                        .map(w -> new Choice(w, ui.t("organisation.word." + kind.id() + "." + field.id() + "." + w)))
                        .toList();
            case PERSON ->
                company.people().stream()
                        .sorted(Comparator.comparing(p -> p.text("name")))
                        .map(p -> new Choice(
                                p.entry().toString(),
                                p.text("department").isEmpty()
                                        ? p.text("name")
                                        : p.text("name") + " (" + p.text("department") + ")"))
                        .toList();
            case ACCOUNT ->
                company.accounts().values().stream()
                        .sorted(Comparator.comparing(Person::name).thenComparing(Person::id))
                        .map(a -> new Choice(a.id().toString(), a.name() + " <" + a.email() + ">"))
                        .toList();
            case SYSTEM ->
                company.of(Kind.SYSTEM_ENTRY).stream()
                        .map(s -> new Choice(s.entry().toString(), s.text("name")))
                        .toList();
            case SERIES ->
                company.series().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(s -> new Choice(s.getKey().toString(), s.getValue()))
                        .toList();
            case LINE, PHONE, TEXT, ADDRESS, DAY, TIME, EVIDENCE, RACI, FIXED -> List.of();
        };
    }

    private List<Revision> revisions(Kind kind, Entry entry, Company company, Ui ui) {
        return register.revisions(entry.entry()).stream()
                .map(r -> new Revision(
                        ui.minute(r.changedAt()) + " " + r.changedName(),
                        kind.fields().stream()
                                .filter(f -> !r.text(f.id()).isEmpty())
                                .map(f -> words(kind, f, r.text(f.id()), company, ui))
                                .toList(),
                        r.reason()))
                .toList();
    }

    /** One field of an earlier revision in words. */
    private static String words(Kind kind, Field field, String value, Company company, Ui ui) {
        String own = "organisation.field." + kind.id() + "." + field.id();
        String label = ui.has(own) ? ui.t(own) : ui.t("organisation.field." + field.id());
        String said = switch (field.type()) {
            case PERSON ->
                company.entry(UUID.fromString(value)).map(p -> p.text("name")).orElse("–");
            case CHOICE, WORDS, ACCOUNT, SYSTEM, SERIES -> {
                Map<String, String> labels = choices(kind, field, company, ui).stream()
                        .collect(Collectors.toMap(Choice::value, Choice::label, (a, b) -> a));
                yield Stream.of(value.split(",", -1))
                        .map(w -> labels.getOrDefault(w, w.equals(Kind.SHISA) ? "Shisa" : "–"))
                        .collect(Collectors.joining(ui.t("organisation.comma")));
            }
            case RACI ->
                parts(value, company, ui).stream()
                        .filter(p -> !p.value().isEmpty())
                        .map(p -> p.name() + " " + p.value())
                        .collect(Collectors.joining(ui.t("organisation.comma")));
            case FIXED ->
                field.id().equals("roles")
                        ? Stream.of(value.split(",", -1))
                                .map(role -> ui.t("role." + role))
                                .collect(Collectors.joining(ui.t("organisation.comma")))
                        : value;
            case LINE, PHONE, TEXT, ADDRESS, DAY, TIME, EVIDENCE -> value.replace('\n', ' ');
        };
        return label + ": " + said;
    }

    /** What a form sent: ticks joined, and the parts of an activity in one text. */
    private static Map<String, String> given(Kind kind, MultiValueMap<String, String> form) {
        Map<String, String> given = new TreeMap<>();
        for (Field field : kind.fields()) {
            if (field.type() == Field.Type.RACI) {
                given.put(
                        field.id(),
                        form.keySet().stream()
                                .filter(name -> name.startsWith("raci-"))
                                .sorted()
                                .filter(name -> {
                                    String part = form.getFirst(name);
                                    return part != null && !part.isEmpty();
                                })
                                .map(name -> name.substring("raci-".length()) + "=" + form.getFirst(name))
                                .collect(Collectors.joining(",")));
            } else {
                List<String> values = form.getOrDefault(field.id(), List.of());
                given.put(field.id(), String.join(",", values));
            }
        }
        return Register.told(kind, given);
    }

    static void note(List<Register.Wrong> wrong, Mistakes mistakes, Ui ui) {
        wrong.forEach(w -> mistakes.add(
                w.field(), ui.t("organisation.wrong." + w.why(), w.args().toArray())));
    }

    @PostMapping(ALL)
    @Requires(Act.EDIT_ORGANISATION)
    ModelAndView add(
            @PathVariable String kind,
            @RequestParam MultiValueMap<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Kind of = kind(kind);
        Map<String, String> told = given(of, form);
        Mistakes mistakes = new Mistakes();
        note(register.wrong(of, told, null), mistakes, ui);
        if (mistakes.none()) {
            register.add(of, told, person, "page");
            return new ModelAndView("redirect:" + of.page() + "?done=added");
        }
        response.setStatus(422);
        return form(of, null, told, register.company(ui.person()), mistakes, ui);
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(@PathVariable String kind, @PathVariable UUID entry, @ModelAttribute("ui") Ui ui) {
        Kind of = kind(kind);
        Entry present = register.require(of, entry);
        return form(of, present, present.content(), register.company(ui.person()), new Mistakes(), ui);
    }

    @PostMapping(ONE)
    @Requires(Act.EDIT_ORGANISATION)
    ModelAndView revise(
            @PathVariable String kind,
            @PathVariable UUID entry,
            @RequestParam MultiValueMap<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Kind of = kind(kind);
        Entry present = register.require(of, entry);
        Map<String, String> told = given(of, form);
        Mistakes mistakes = new Mistakes();
        note(register.wrong(of, told, entry), mistakes, ui);
        int number = number(form.getFirst("number"));
        if (number != present.number()) {
            mistakes.add(
                    of.fields().getFirst().id(),
                    ui.t("organisation.wrong.stale", present.changedName(), ui.minute(present.changedAt())));
        }
        if (mistakes.none()) {
            register.revise(of, entry, number, told, person, "page");
            return new ModelAndView("redirect:" + of.page() + "?done=revised");
        }
        response.setStatus(number == present.number() ? 422 : 409);
        return form(of, present, told, register.company(ui.person()), mistakes, ui);
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    @PostMapping(ONE + "/remove")
    @Requires(Act.EDIT_ORGANISATION)
    ModelAndView remove(
            @PathVariable String kind,
            @PathVariable UUID entry,
            @RequestParam(defaultValue = "0") String number,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Kind of = kind(kind);
        if (reason.isBlank()) {
            return refused(of, entry, "remove-reason", ui.t("organisation.mistake.reason"), ui, response);
        }
        register.remove(of, entry, number(number), reason, person, "page");
        return new ModelAndView("redirect:" + of.page() + "?done=removed");
    }

    /** The page of an entry once more, with what is wrong with one of the acts below its fields. */
    private ModelAndView refused(
            Kind kind, UUID entry, String field, String mistake, Ui ui, HttpServletResponse response) {
        Entry present = register.require(kind, entry);
        response.setStatus(422);
        Mistakes mistakes = new Mistakes().add(field, mistake);
        return form(kind, present, present.content(), register.company(ui.person()), mistakes, ui);
    }

    /** Somebody has left: one act for account, roles, contacts and rights. */
    @PostMapping("/organisation/people/{entry}/leave")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView leave(
            @PathVariable UUID entry,
            @RequestParam(defaultValue = "0") String number,
            @RequestParam(defaultValue = "") String on,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        LocalDate day = day(on);
        LocalDate today = register.today();
        if (day == null || day.isAfter(today)) {
            String mistake = day == null
                    ? ui.t("organisation.mistake.leave.day")
                    : ui.t("organisation.mistake.leave.ahead", day, today);
            return refused(Kind.PERSON_ENTRY, entry, "on", mistake, ui, response)
                    .addObject("lastDay", on.strip());
        }
        register.leave(entry, number(number), day, person, "page");
        return new ModelAndView("redirect:/organisation/register/person/" + entry + "?done=left");
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Somebody has come back, or the leaving was entered by mistake: what it emptied is as it was. */
    @PostMapping("/organisation/people/{entry}/return")
    @Requires(Act.MANAGE_PEOPLE)
    String comeBack(
            @PathVariable UUID entry,
            @RequestParam(defaultValue = "0") String number,
            @AuthenticationPrincipal Person person) {
        register.comeBack(entry, number(number), person, "page");
        return "redirect:/organisation/register/person/" + entry;
    }
}
