package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 人と役割: who may come in, and what each may do. */
@Controller
class PeoplePages {

    private final Accounts accounts;
    private final PersonStore store;
    private final ObjectProvider<ScopeSource> scopes;
    private final SecondFactors secondFactors;
    private final SignInPolicy policy;
    private final EmergencyAccounts emergency;
    private final LinkedSignIns linked;
    private final Passkeys passkeys;
    private final LinkRequests requests;
    private final ServerIdentity server;

    PeoplePages(
            Accounts accounts,
            PersonStore store,
            ObjectProvider<ScopeSource> scopes,
            SecondFactors secondFactors,
            SignInPolicy policy,
            EmergencyAccounts emergency,
            LinkedSignIns linked,
            Passkeys passkeys,
            LinkRequests requests,
            ServerIdentity server) {
        this.accounts = accounts;
        this.store = store;
        this.scopes = scopes;
        this.secondFactors = secondFactors;
        this.policy = policy;
        this.emergency = emergency;
        this.linked = linked;
        this.passkeys = passkeys;
        this.requests = requests;
        this.server = server;
    }

    @GetMapping("/settings/people")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView list(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "1") int page) {
        List<Account> all = store.all();
        List<Account> found = search(all, q, state, role, sort);
        ListPage leaf = ListPage.of(found.size(), page);
        Query query = Query.of("/settings/people")
                .with("q", q)
                .with("state", state)
                .with("role", role)
                .with("sort", sort.equals("name") ? "" : sort);
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("people.filter.q", q), query.without("q").href()));
        }
        if (!state.isEmpty()) {
            filters.add(new Parts.Filter(
                    word(ui, "people.state.", state), query.without("state").href()));
        }
        if (!role.isEmpty()) {
            filters.add(new Parts.Filter(
                    word(ui, "role.", role), query.without("role").href()));
        }
        return new ModelAndView("account/people")
                .addObject("rows", rows(ui, leaf.of(found)))
                .addObject("factors", factors(ui))
                .addObject("secondFactorInUse", secondFactors.inUse())
                .addObject("columns", columns(ui, query, sort))
                .addObject("total", all.size())
                .addObject("active", (int) all.stream()
                        .filter(account -> account.state() == Account.State.ACTIVE)
                        .count())
                .addObject("found", found.size())
                .addObject("filters", filters)
                .addObject("exportHref", query.at("/settings/people.csv").href())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("q", q)
                .addObject("state", state)
                .addObject("role", role)
                .addObject(
                        "states",
                        choices(
                                ui,
                                "people.state.",
                                Arrays.stream(Account.State.values())
                                        .map(Account.State::id)
                                        .toList(),
                                ui.t("people.state.any")))
                .addObject(
                        "roles",
                        choices(
                                ui,
                                "role.",
                                Arrays.stream(Role.values()).map(Role::id).toList(),
                                ui.t("people.role.any")));
    }

    @GetMapping("/settings/people.{format}")
    @Requires(Act.MANAGE_PEOPLE)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "name") String sort) {
        return TableFile.of(format, "shisa-people-" + ui.day(ui.now()), ui)
                .column("name", "account.name")
                .column("email", "account.email")
                .column("roles", "people.roles")
                .column("scope", "people.scope")
                .column("state", "people.state")
                .column("sameName", "people.namesake")
                .column("lastSignIn", "people.last-sign-in")
                .download(rows(ui, search(store.all(), q, state, role, sort)).stream()
                        .map(row -> List.of(
                                row.name(),
                                row.email(),
                                row.roles(),
                                row.scope(),
                                ui.t("people.state." + row.state()),
                                row.sameName() ? ui.t("people.namesake.there") : "",
                                row.lastSignIn() == null ? "" : ui.minute(row.lastSignIn())))
                        .toList());
    }

    @GetMapping("/settings/roles")
    @Requires(Act.VIEW)
    ModelAndView roles(@ModelAttribute("ui") Ui ui) {
        return new ModelAndView("account/roles")
                .addObject(
                        "acts",
                        Arrays.stream(Act.values()).filter(act -> !act.isOpen()).toList())
                .addObject("roles", List.of(Role.values()));
    }

    @GetMapping("/settings/people/new")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView inviteForm(@ModelAttribute("ui") Ui ui) {
        return inviteForm(ui, new PeopleView.Form("", "", ui.lang(), Set.of(), Set.of()), new Mistakes());
    }

    @PostMapping("/settings/people/new")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView invite(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "ja") String language,
            @RequestParam(defaultValue = "") List<String> role,
            @RequestParam(defaultValue = "") List<String> series,
            @RequestParam(defaultValue = "") String another,
            HttpServletRequest request,
            HttpServletResponse response) {
        PeopleView.Form form = new PeopleView.Form(
                name.strip(), email.strip(), language.equals("en") ? "en" : "ja", Set.copyOf(role), Set.copyOf(series));
        Mistakes mistakes = new Mistakes();
        Accounts.checkName(ui, mistakes, form.name());
        Accounts.checkEmail(ui, mistakes, form.email());
        Set<Role> roles = Accounts.roles(role);
        if (roles.isEmpty()) {
            mistakes.add("role", ui.t("people.roles.missing"));
        }
        Set<UUID> limit = limit(ui, mistakes, roles, series);
        if (mistakes.of("email") == null && store.byEmail(form.email()).isPresent()) {
            mistakes.add("email", ui.t("error.person.email.taken", form.email()));
        }
        Accounts.checkNamesakes(ui, mistakes, accounts.namesakes(form.name(), null), another.equals("1"));
        if (!mistakes.none()) {
            response.setStatus(422);
            return inviteForm(ui, form, mistakes);
        }
        Accounts.Invited invited = accounts.invite(form.name(), form.email(), form.language(), roles, limit);
        return link(store.byId(invited.id()).orElseThrow(), invited.path(), request);
    }

    @GetMapping("/settings/people/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView show(
            @ModelAttribute("ui") Ui ui, @PathVariable UUID id, @RequestParam(defaultValue = "") String done) {
        Account account = account(id);
        return person(ui, account, form(account), account.version(), List.of(), done.equals("1"), new Mistakes());
    }

    @PostMapping("/settings/people/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView change(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") List<String> role,
            @RequestParam(defaultValue = "") List<String> series,
            @RequestParam(defaultValue = "") String another,
            HttpServletResponse response) {
        Account account = account(id);
        PeopleView.Form form = new PeopleView.Form(
                name.strip(), account.email(), account.language(), Set.copyOf(role), Set.copyOf(series));
        Mistakes mistakes = new Mistakes();
        Accounts.checkName(ui, mistakes, form.name());
        Set<Role> roles = Accounts.roles(role);
        if (roles.isEmpty()) {
            mistakes.add("role", ui.t("people.roles.missing"));
        }
        Set<UUID> limit = limit(ui, mistakes, roles, series);
        if (!Person.read(form.name()).equals(account.person().nameRead())) {
            Accounts.checkNamesakes(ui, mistakes, accounts.namesakes(form.name(), id), another.equals("1"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return person(ui, account, form, version, List.of(), false, mistakes);
        }
        if (!accounts.change(account, version, form.name(), roles, limit)) {
            response.setStatus(409);
            Account theirs = account(id);
            return person(ui, theirs, form, theirs.version(), differences(ui, theirs, form), false, mistakes);
        }
        return new ModelAndView("redirect:/settings/people/" + id + "?done=1");
    }

    @PostMapping("/settings/people/{id}/link")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView newLink(@PathVariable UUID id, @AuthenticationPrincipal Person person, HttpServletRequest request) {
        Account account = account(id);
        if (account.state() == Account.State.ACTIVE && !policy.takesOwnWays(account)) {
            throw new Problem(409, "sign-in.providers-only");
        }
        if (accounts.takesTwo(account)) {
            requests.ask(account, person);
            return new ModelAndView("redirect:/settings/people/" + id + "#access");
        }
        return link(account, accounts.newLink(account, Map.of()), request);
    }

    @PostMapping("/settings/people/{id}/disable")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView disable(@PathVariable UUID id, @RequestParam(defaultValue = "") String guests) {
        accounts.disable(account(id), guests.equals("1"));
        return new ModelAndView("redirect:/settings/people/" + id);
    }

    @PostMapping("/settings/people/{id}/guests/end")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView endGuests(@PathVariable UUID id) {
        accounts.endGuests(account(id));
        return new ModelAndView("redirect:/settings/people/" + id + "#guests");
    }

    @PostMapping("/settings/people/{id}/enable")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView enable(@PathVariable UUID id) {
        accounts.enable(account(id));
        return new ModelAndView("redirect:/settings/people/" + id);
    }

    @PostMapping("/settings/people/{id}/second-factor/reset")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView resetSecondFactor(@PathVariable UUID id) {
        secondFactors.reset(account(id), Map.of());
        return new ModelAndView("redirect:/settings/people/" + id);
    }

    /** One of the accounts for when no provider can be reached, or not any more. */
    @PostMapping("/settings/people/{id}/emergency")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView markForEmergencies(@PathVariable UUID id, @RequestParam(defaultValue = "") String marked) {
        Account account = account(id);
        if (marked.equals("1")) {
            emergency.mark(account);
        } else {
            emergency.unmark(account);
        }
        return new ModelAndView("redirect:/settings/people/" + id);
    }

    @PostMapping("/settings/people/second-factor")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView requireSecondFactor(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String required,
            @RequestParam(required = false) @Nullable List<String> role) {
        boolean all = required.equals("1");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Role.values())
                .filter(one -> role != null && role.contains(one.id()))
                .forEach(roles::add);
        FactorPolicy present = secondFactors.policy();
        boolean same = all == present.all() && roles.equals(present.roles()) && !present.isAnnounced(ui.now());
        if (!same) {
            secondFactors.require(all, roles);
        }
        return new ModelAndView("redirect:/settings/people#second-factor");
    }

    /** What is asked now, in words and as a form. */
    private PeopleView.Factors factors(Ui ui) {
        FactorPolicy policy = secondFactors.policy();
        String roles = policy.roles().stream()
                .sorted()
                .map(role -> ui.t("role." + role.id()))
                .collect(Collectors.joining(ui.t("people.and")));
        String said = policy.all()
                ? ui.t("second-factor.policy.required")
                : policy.roles().isEmpty()
                        ? ui.t("second-factor.policy.optional")
                        : policy.isAnnounced(ui.now())
                                ? ui.t("second-factor.policy.announced", roles, ui.day(policy.from()))
                                : ui.t("second-factor.policy.roles", roles);
        return new PeopleView.Factors(
                said,
                policy.all(),
                Arrays.stream(Role.values())
                        .map(role -> new PeopleView.FactorRole(
                                role.id(),
                                ui.t("role." + role.id()),
                                policy.roles().contains(role)))
                        .toList());
    }

    private Account account(UUID id) {
        return store.byId(id).orElseThrow(() -> new Problem(404, "not-found"));
    }

    private ModelAndView inviteForm(Ui ui, PeopleView.Form form, Mistakes mistakes) {
        return new ModelAndView("account/invite")
                .addObject("form", form)
                .addObject("namesakes", namesakes(form.name(), null))
                .addObject("roleChoices", roleChoices(ui))
                .addObject("scopeChoices", scopeChoices())
                .addObject("mistakes", mistakes);
    }

    /** Who else has this name, as the form tells it. */
    private List<String> namesakes(String name, @Nullable UUID own) {
        return accounts.namesakes(name, own).stream()
                .map(other -> other.name() + " <" + other.email() + ">")
                .toList();
    }

    private ModelAndView link(Account account, String path, HttpServletRequest request) {
        return new ModelAndView("account/person-link")
                .addObject("person", account.person())
                .addObject("invited", account.state() == Account.State.INVITED)
                .addObject("link", PublicAddress.link(request, path))
                .addObject("server", server);
    }

    private ModelAndView person(
            Ui ui,
            Account account,
            PeopleView.Form form,
            int version,
            List<PeopleView.Difference> differences,
            boolean done,
            Mistakes mistakes) {
        return new ModelAndView("account/person")
                .addObject("person", account.person())
                .addObject("state", account.state().id())
                .addObject("createdAt", account.createdAt())
                .addObject("lastSignIn", account.lastSignIn())
                .addObject("secondFactor", secondFactors.state(account.id()))
                .addObject("passkeys", passkeys.count(account.id()))
                .addObject(
                        "links",
                        linked.of(account.id()).stream()
                                .map(LinkedSignIns.Linked::provider)
                                .distinct()
                                .toList())
                .addObject("guests", accounts.guests(account))
                .addObject("emergency", account.emergency())
                .addObject("owner", account.roles().contains(Role.OWNER))
                .addObject("resettable", policy.takesOwnWays(account))
                .addObject("two", two(ui, account))
                .addObject("form", form)
                .addObject("namesakes", namesakes(form.name(), account.id()))
                .addObject(
                        "renamed",
                        !Person.read(form.name()).equals(account.person().nameRead()))
                .addObject("version", version)
                .addObject("differences", differences)
                .addObject("done", done)
                .addObject("roleChoices", roleChoices(ui))
                .addObject("scopeChoices", scopeChoices())
                .addObject("mistakes", mistakes);
    }

    /** What there is to say where a new password takes two; null where it does not. */
    private PeopleView.@Nullable Two two(Ui ui, Account account) {
        if (!accounts.takesTwo(account)) {
            return null;
        }
        LinkRequests.Asked asked = requests.of(account.id()).orElse(null);
        Person reader = Objects.requireNonNull(ui.person());
        return new PeopleView.Two(
                asked == null ? "" : asked.by().name(),
                asked == null ? null : asked.expiresAt(),
                asked != null && requests.isSecond(asked, reader),
                String.join(ui.t("people.and"), requests.others(account, reader)));
    }

    private static PeopleView.Form form(Account account) {
        return new PeopleView.Form(
                account.name(),
                account.email(),
                account.language(),
                account.roles().stream().map(Role::id).collect(Collectors.toSet()),
                account.series().stream().map(UUID::toString).collect(Collectors.toSet()));
    }

    private List<PeopleView.Difference> differences(Ui ui, Account theirs, PeopleView.Form yours) {
        PeopleView.Form other = form(theirs);
        List<PeopleView.Difference> differences = new ArrayList<>();
        if (!other.name().equals(yours.name())) {
            differences.add(new PeopleView.Difference(ui.t("account.name"), other.name(), yours.name()));
        }
        if (!other.roles().equals(yours.roles())) {
            differences.add(new PeopleView.Difference(
                    ui.t("people.roles"), roleWords(ui, other.roles()), roleWords(ui, yours.roles())));
        }
        if (!other.series().equals(yours.series())) {
            differences.add(new PeopleView.Difference(
                    ui.t("people.scope"), scopeWords(ui, other.series()), scopeWords(ui, yours.series())));
        }
        return differences;
    }

    private List<Account> search(List<Account> all, String q, String state, String role, String sort) {
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        Comparator<Account> order = switch (sort) {
            case "email" -> Comparator.comparing(account -> account.email().toLowerCase(Locale.ROOT));
            case "seen" -> Comparator.comparing(Account::lastSignIn, Comparator.nullsLast(Comparator.reverseOrder()));
            default -> Comparator.comparing(Account::name);
        };
        return all.stream()
                .filter(account -> wanted.isEmpty()
                        || account.name().toLowerCase(Locale.ROOT).contains(wanted)
                        || account.email().toLowerCase(Locale.ROOT).contains(wanted))
                .filter(account -> state.isEmpty() || account.state().id().equals(state))
                .filter(account -> role.isEmpty()
                        || account.roles().stream().anyMatch(held -> held.id().equals(role)))
                .sorted(order.thenComparing(Account::id))
                .toList();
    }

    private List<PeopleView.Row> rows(Ui ui, List<Account> found) {
        Map<String, Long> named = store.all().stream()
                .filter(account -> account.disabledAt() == null)
                .collect(Collectors.groupingBy(account -> account.person().nameRead(), Collectors.counting()));
        return found.stream()
                .map(account -> new PeopleView.Row(
                        account.id(),
                        account.name(),
                        account.email(),
                        roleWords(ui, form(account).roles()),
                        scopeWords(ui, form(account).series()),
                        account.state().id(),
                        account.disabledAt() == null
                                && named.getOrDefault(account.person().nameRead(), 0L) > 1,
                        account.lastSignIn()))
                .toList();
    }

    private static List<Parts.Column> columns(Ui ui, Query query, String sort) {
        return List.of(
                Parts.Column.sortable(
                        ui.t("account.name"),
                        query.without("sort").href(),
                        sort.equals("name") ? Parts.Order.ASCENDING : Parts.Order.NONE),
                Parts.Column.plain(ui.t("people.roles")),
                Parts.Column.plain(ui.t("people.scope")),
                Parts.Column.plain(ui.t("people.state")),
                Parts.Column.sortable(
                        ui.t("people.last-sign-in"),
                        query.with("sort", "seen").href(),
                        sort.equals("seen") ? Parts.Order.DESCENDING : Parts.Order.NONE));
    }

    private static List<Parts.Choice> choices(Ui ui, String prefix, List<String> ids, String any) {
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", any));
        ids.forEach(id -> choices.add(new Parts.Choice(id, ui.t(prefix + id))));
        return choices;
    }

    private static List<Parts.Choice> roleChoices(Ui ui) {
        return Arrays.stream(Role.values())
                .map(role ->
                        new Parts.Choice(role.id(), ui.t("role." + role.id()), ui.t("role." + role.id() + ".help")))
                .toList();
    }

    private List<Parts.Choice> scopeChoices() {
        return scopeNames().entrySet().stream()
                .map(entry -> new Parts.Choice(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Map<String, String> scopeNames() {
        Map<String, String> names = new LinkedHashMap<>();
        scopes.orderedStream()
                .flatMap(source -> source.scopes().stream())
                .forEach(scope -> names.put(scope.id().toString(), scope.name()));
        return names;
    }

    /** The products that a person is limited to. One that there is not is refused: left out, it would take the limit away. */
    private Set<UUID> limit(Ui ui, Mistakes mistakes, Set<Role> roles, List<String> series) {
        if (roles.contains(Role.OWNER) && !series.isEmpty()) {
            mistakes.add("role", ui.t("people.owner-limited"));
        }
        if (!scopeNames().keySet().containsAll(series)) {
            mistakes.add("series", ui.t("people.scope.unknown"));
            return Set.of();
        }
        return series.stream().map(UUID::fromString).collect(Collectors.toSet());
    }

    private static String roleWords(Ui ui, Set<String> ids) {
        return Arrays.stream(Role.values())
                .filter(role -> ids.contains(role.id()))
                .map(role -> ui.t("role." + role.id()))
                .collect(Collectors.joining(ui.t("people.and")));
    }

    private String scopeWords(Ui ui, Set<String> ids) {
        if (ids.isEmpty()) {
            return ui.t("people.scope.all");
        }
        Map<String, String> names = scopeNames();
        return ids.stream()
                .map(id -> names.getOrDefault(id, ui.t("people.scope.gone")))
                .sorted()
                .collect(Collectors.joining(ui.t("people.and")));
    }

    private static String word(Ui ui, String prefix, String id) {
        return ui.has(prefix + id) ? ui.t(prefix + id) : id;
    }
}
