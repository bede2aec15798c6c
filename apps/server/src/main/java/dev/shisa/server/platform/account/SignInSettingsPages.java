package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › サインイン: by which ways people come in, the providers step by step, and the accounts for emergencies. */
@Controller
@RequestMapping("/settings/sign-in")
class SignInSettingsPages {

    private static final Pattern SCOPES =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_.:/-]{0,100}");

    private final IdentityProviders providers;
    private final IdentityProviderStore store;
    private final ProviderTrial trial;
    private final OidcFlow flow;
    private final LinkedSignIns linked;
    private final SignInPolicy policy;
    private final EmergencyAccounts emergency;
    private final SignInAddress address;
    private final RateLimits limits;
    private final ObjectProvider<ScopeSource> scopes;

    SignInSettingsPages(
            IdentityProviders providers,
            IdentityProviderStore store,
            ProviderTrial trial,
            OidcFlow flow,
            LinkedSignIns linked,
            SignInPolicy policy,
            EmergencyAccounts emergency,
            SignInAddress address,
            RateLimits limits,
            ObjectProvider<ScopeSource> scopes) {
        this.providers = providers;
        this.store = store;
        this.trial = trial;
        this.flow = flow;
        this.linked = linked;
        this.policy = policy;
        this.emergency = emergency;
        this.address = address;
        this.limits = limits;
        this.scopes = scopes;
    }

    @GetMapping
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView show(@ModelAttribute("ui") Ui ui) {
        return list(ui, "entra", "", address.base(), new Mistakes());
    }

    @PostMapping("/providers")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView add(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        IdentityProvider.Kind chosen = IdentityProvider.Kind.of(kind).orElse(null);
        if (chosen == null) {
            mistakes.add("kind", ui.t("sign-in.kind.choose"));
        }
        String typed = name.isBlank() && chosen != null ? ui.t("sign-in.kind." + chosen.id()) : name.strip();
        checkName(ui, mistakes, typed);
        if (!mistakes.none() || chosen == null) {
            response.setStatus(422);
            return list(ui, kind, name, address.base(), mistakes);
        }
        return new ModelAndView("redirect:/settings/sign-in/" + providers.add(chosen, typed));
    }

    @PostMapping("/mode")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView mode(@RequestParam(defaultValue = "") String mode) {
        if (mode.equals("providers")) {
            Person person = ActInterceptor.signedIn();
            policy.leaveProvidersOnly(person == null ? null : person.id());
        } else if (mode.equals("all")) {
            policy.takeAllWays();
        }
        return new ModelAndView("redirect:/settings/sign-in#mode");
    }

    @PostMapping("/address")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView address(
            @ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String base, HttpServletResponse response) {
        String typed = base.strip();
        String read = typed.isEmpty() ? "" : SignInAddress.read(typed).orElse(null);
        if (read == null) {
            response.setStatus(422);
            return list(ui, "entra", "", typed, new Mistakes().add("base", ui.t("sign-in.address.wrong")));
        }
        address.change(read);
        return new ModelAndView("redirect:/settings/sign-in#address");
    }

    // One provider.

    @GetMapping("/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView one(@ModelAttribute("ui") Ui ui, @PathVariable UUID id, @RequestParam(defaultValue = "") String done) {
        IdentityProvider provider = provider(id);
        String known = Set.of("saved", "roles", "on", "off").contains(done) ? done : "";
        return page(ui, provider, form(provider), known, List.of(), new Mistakes());
    }

    @PostMapping("/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView change(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String issuer,
            @RequestParam(defaultValue = "") String tenants,
            @RequestParam(name = "client", defaultValue = "") String clientId,
            @RequestParam(defaultValue = "") String secret,
            @RequestParam(name = "scope", defaultValue = "openid profile email") String scope,
            @RequestParam(defaultValue = "") String factors,
            @RequestParam(defaultValue = "") String inside,
            HttpServletResponse response) {
        IdentityProvider before = provider(id);
        SignInView.Form typed = new SignInView.Form(
                name.strip(),
                issuer.strip(),
                tenants.strip(),
                clientId.strip(),
                scope.strip().replaceAll("\\s+", " "),
                factors.equals("1"),
                inside.equals("1"));
        Mistakes mistakes = check(ui, before, typed, secret.strip());
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(ui, before, typed, "", List.of(), mistakes);
        }
        IdentityProvider changed = new IdentityProvider(
                id,
                before.kind(),
                typed.name(),
                before.kind() == IdentityProvider.Kind.GENERAL ? typed.issuer() : "",
                tenants(typed.tenants()),
                typed.clientId(),
                before.hasSecret(),
                typed.scopes(),
                before.roleClaim(),
                before.createsAccounts(),
                typed.trustsFactors(),
                typed.inside(),
                before.enabled(),
                before.triedAt(),
                version);
        if (!providers.change(before, changed, secret.strip())) {
            response.setStatus(409);
            return page(
                    ui,
                    provider(id),
                    typed,
                    "",
                    List.of(),
                    new Mistakes().add("name", ui.t("sign-in.changed-meanwhile")));
        }
        return new ModelAndView("redirect:/settings/sign-in/" + id + "?done=saved#settings");
    }

    @PostMapping("/{id}/roles")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView roles(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String claim,
            @RequestParam(defaultValue = "") String creates,
            @RequestParam(defaultValue = "") String mapped,
            HttpServletRequest request,
            HttpServletResponse response) {
        IdentityProvider before = provider(id);
        boolean maps = mapped.equals("1");
        String typed = claim.strip();
        List<SignInView.MappingRow> rows = rows(request);
        Mistakes mistakes = new Mistakes();
        if (maps && (typed.isEmpty() || !CLAIM.matcher(typed).matches())) {
            mistakes.add("claim", ui.t("sign-in.claim.wrong"));
        } else if (maps && OidcFlow.isOnesOwnWord(typed)) {
            mistakes.add("claim", ui.t("sign-in.claim.own", typed));
        }
        RoleMapping mapping = mapping(ui, rows, mistakes);
        if (maps && mapping.rows().isEmpty()) {
            mistakes.add("value-0", ui.t("sign-in.mapping.none"));
        }
        if (creates.equals("1") && !maps) {
            mistakes.add("creates", ui.t("sign-in.creates.unmapped"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(ui, before, form(before), "", rows, mistakes)
                    .addObject("claim", typed)
                    .addObject("mapped", maps)
                    .addObject("creates", creates.equals("1"));
        }
        IdentityProvider changed = new IdentityProvider(
                id,
                before.kind(),
                before.name(),
                before.issuer(),
                before.tenants(),
                before.clientId(),
                before.hasSecret(),
                before.scopes(),
                maps ? typed : "",
                creates.equals("1"),
                before.trustsFactors(),
                before.inside(),
                before.enabled(),
                before.triedAt(),
                version);
        if (!providers.map(changed, mapping)) {
            response.setStatus(409);
            return page(
                    ui,
                    provider(id),
                    form(before),
                    "",
                    rows,
                    new Mistakes().add("claim", ui.t("sign-in.changed-meanwhile")));
        }
        return new ModelAndView("redirect:/settings/sign-in/" + id + "?done=roles#roles");
    }

    /** Walks what can be asked from here, and shows each step. */
    @PostMapping("/{id}/test")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView test(@ModelAttribute("ui") Ui ui, @PathVariable UUID id) {
        IdentityProvider provider = provider(id);
        limits.knock("provider-test", id, 30, java.time.Duration.ofMinutes(10));
        return page(ui, provider, form(provider), "", List.of(), new Mistakes())
                .addObject("steps", steps(ui, trial.walk(provider)));
    }

    /** A real sign-in that opens no session. */
    @GetMapping("/{id}/trial")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView trial(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            HttpServletRequest request,
            HttpServletResponse response) {
        IdentityProvider provider = provider(id);
        limits.knock("provider-test", id, 30, java.time.Duration.ofMinutes(10));
        Person person = ActInterceptor.signedIn();
        if (address.isElsewhere(request)) {
            throw new Problem(409, "sign-in.elsewhere", address.base());
        }
        if (!provider.isComplete()) {
            return new ModelAndView("redirect:/settings/sign-in/" + id + "#settings");
        }
        try {
            return new ModelAndView("redirect:"
                    + flow.begin(
                            provider,
                            OidcRequests.Purpose.TRIAL,
                            person == null ? null : person.id(),
                            null,
                            "/",
                            request,
                            response));
        } catch (OidcFailure e) {
            trial.finish(ui, provider, () -> {
                throw e;
            });
            return new ModelAndView("redirect:/settings/sign-in/" + id + "#test");
        }
    }

    @PostMapping("/{id}/on")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView enable(@PathVariable UUID id) {
        providers.enable(provider(id));
        return new ModelAndView("redirect:/settings/sign-in/" + id + "?done=on#use");
    }

    @PostMapping("/{id}/off")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView disable(@PathVariable UUID id) {
        providers.disable(provider(id));
        return new ModelAndView("redirect:/settings/sign-in/" + id + "?done=off#use");
    }

    @PostMapping("/{id}/remove")
    @Requires(Act.MANAGE_PEOPLE)
    ModelAndView remove(@PathVariable UUID id) {
        providers.remove(provider(id));
        return new ModelAndView("redirect:/settings/sign-in");
    }

    private IdentityProvider provider(UUID id) {
        return store.byId(id).orElseThrow(() -> new Problem(404, "not-found"));
    }

    // What a form may hold.

    private static void checkName(Ui ui, Mistakes mistakes, String name) {
        if (name.isEmpty() || name.length() > IdentityProvider.NAME_LENGTH_MAX) {
            mistakes.add("name", ui.t("sign-in.name.wrong", IdentityProvider.NAME_LENGTH_MAX));
        }
    }

    private static Mistakes check(Ui ui, IdentityProvider before, SignInView.Form typed, String secret) {
        Mistakes mistakes = new Mistakes();
        checkName(ui, mistakes, typed.name());
        if (before.kind() == IdentityProvider.Kind.GENERAL) {
            if (typed.issuer().endsWith("/.well-known/openid-configuration")) {
                mistakes.add("issuer", ui.t("sign-in.issuer.discovery"));
            } else if (dev.shisa.server.platform.outgoing.OutsideHttp.address(typed.issuer())
                            .isEmpty()
                    || typed.issuer().contains("?")) {
                mistakes.add("issuer", ui.t("sign-in.issuer.wrong"));
            }
        } else {
            List<String> tenants = tenants(typed.tenants());
            if (tenants.isEmpty()
                    || tenants.size() > IdentityProvider.TENANTS_MAX
                    || tenants.stream().anyMatch(text -> !IdentityProvider.isTenant(before.kind(), text))) {
                mistakes.add(
                        "tenants", ui.t("sign-in.tenants.wrong." + before.kind().id()));
            }
        }
        if (typed.clientId().isEmpty() || !isPlain(typed.clientId())) {
            mistakes.add("client", ui.t("sign-in.client.wrong"));
        }
        if (!isPlain(secret) || (secret.isEmpty() && !before.hasSecret())) {
            mistakes.add("secret", ui.t("sign-in.secret.wrong"));
        } else if (secret.isEmpty() && !before.discoverySame(typed.issuer(), tenants(typed.tenants()))) {
            // A secret that is kept goes to the provider for which it was entered, and to no other.
            mistakes.add("secret", ui.t("sign-in.secret.again"));
        }
        if (!SCOPES.matcher(typed.scopes()).matches()
                || typed.scopes().length() > IdentityProvider.TEXT_LENGTH_MAX
                || !Arrays.asList(typed.scopes().split(" ")).contains("openid")) {
            mistakes.add("scope", ui.t("sign-in.scope.wrong"));
        }
        return mistakes;
    }

    private static boolean isPlain(String text) {
        return text.length() <= IdentityProvider.TEXT_LENGTH_MAX
                && text.chars().noneMatch(sign -> Character.isISOControl(sign));
    }

    private static List<String> tenants(String typed) {
        return Arrays.stream(typed.toLowerCase(Locale.ROOT).split("[\\s,、]+"))
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    /** The rows as they were typed: {@code value-0}, {@code role-0}, {@code series-0} and so on. */
    private static List<SignInView.MappingRow> rows(HttpServletRequest request) {
        List<SignInView.MappingRow> rows = new ArrayList<>();
        for (int at = 0; at <= RoleMapping.ROWS_MAX; at++) {
            String value = request.getParameter("value-" + at);
            if (value == null) {
                break;
            }
            rows.add(new SignInView.MappingRow(
                    value.strip(), values(request, "role-" + at), values(request, "series-" + at)));
        }
        return rows;
    }

    private static Set<String> values(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? Set.of() : Set.copyOf(Arrays.asList(values));
    }

    private RoleMapping mapping(Ui ui, List<SignInView.MappingRow> rows, Mistakes mistakes) {
        List<RoleMapping.Row> mapping = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<String, String> names = scopeNames();
        for (int at = 0; at < rows.size(); at++) {
            SignInView.MappingRow row = rows.get(at);
            if (row.value().isEmpty()) {
                continue;
            }
            Set<Role> roles = Accounts.roles(List.copyOf(row.roles()));
            if (row.value().length() > RoleMapping.VALUE_LENGTH_MAX || !seen.add(row.value())) {
                mistakes.add("value-" + at, ui.t("sign-in.mapping.value", RoleMapping.VALUE_LENGTH_MAX));
            } else if (roles.isEmpty()) {
                mistakes.add("value-" + at, ui.t("sign-in.mapping.roles", row.value()));
            } else if (roles.contains(Role.OWNER) && !row.series().isEmpty()) {
                mistakes.add("value-" + at, ui.t("people.owner-limited"));
            } else if (!names.keySet().containsAll(row.series())) {
                mistakes.add("value-" + at, ui.t("sign-in.mapping.series", row.value()));
            } else {
                mapping.add(new RoleMapping.Row(
                        row.value(),
                        roles,
                        row.series().stream().map(UUID::fromString).collect(Collectors.toSet())));
            }
        }
        return new RoleMapping(mapping);
    }

    // What is shown.

    private ModelAndView list(Ui ui, String kind, String name, String base, Mistakes mistakes) {
        List<IdentityProvider> all = store.all();
        boolean only = policy.isProvidersOnly();
        return new ModelAndView("account/sign-in-settings")
                .addObject(
                        "rows", all.stream().map(provider -> row(ui, provider)).toList())
                .addObject("inUse", (int)
                        all.stream().filter(IdentityProvider::enabled).count())
                .addObject("providersOnly", only)
                .addObject(
                        "emergencies",
                        emergency.all().stream()
                                .map(account -> new SignInView.Emergency(
                                        account.id(),
                                        account.name(),
                                        account.email(),
                                        emergency.isReady(account.id()),
                                        account.emergencyUsedAt()))
                                .toList())
                .addObject("emergencyReady", emergency.ready())
                .addObject("base", base)
                .addObject("passkeys", address.passkeyHost().isPresent())
                .addObject(
                        "kinds",
                        Arrays.stream(IdentityProvider.Kind.values())
                                .map(one -> new Parts.Choice(
                                        one.id(),
                                        ui.t("sign-in.kind." + one.id()),
                                        ui.t("sign-in.kind." + one.id() + ".help")))
                                .toList())
                .addObject("kind", kind)
                .addObject("name", name)
                .addObject("mistakes", mistakes);
    }

    private SignInView.Row row(Ui ui, IdentityProvider provider) {
        String state = state(provider);
        return new SignInView.Row(
                "/settings/sign-in/" + provider.id(),
                provider.name(),
                ui.t("sign-in.kind." + provider.kind().id()),
                switch (state) {
                    case "on" -> "met";
                    case "untried" -> "recheck";
                    default -> "unknown";
                },
                ui.t("sign-in.state." + state),
                linked.count(provider.id()));
    }

    private static String state(IdentityProvider provider) {
        if (!provider.isComplete()) {
            return "begun";
        }
        if (provider.triedAt() == null) {
            return "untried";
        }
        return provider.enabled() ? "on" : "off";
    }

    private static SignInView.Form form(IdentityProvider provider) {
        return new SignInView.Form(
                provider.name(),
                provider.issuer(),
                String.join("\n", provider.tenants()),
                provider.clientId(),
                provider.scopes(),
                provider.trustsFactors(),
                provider.inside());
    }

    private ModelAndView page(
            Ui ui,
            IdentityProvider provider,
            SignInView.Form form,
            String done,
            List<SignInView.MappingRow> typed,
            Mistakes mistakes) {
        List<SignInView.MappingRow> rows = new ArrayList<>(typed.isEmpty() ? mappingRows(provider) : typed);
        if (rows.isEmpty() || !rows.getLast().value().isEmpty()) {
            rows.add(new SignInView.MappingRow("", Set.of(), Set.of()));
        }
        return new ModelAndView("account/sign-in-provider")
                .addObject("id", provider.id().toString())
                .addObject("kind", provider.kind().id())
                .addObject("state", state(provider))
                .addObject("enabled", provider.enabled())
                .addObject("complete", provider.isComplete())
                .addObject("hasSecret", provider.hasSecret())
                .addObject("version", provider.version())
                .addObject("back", flow.back(provider))
                .addObject("people", linked.count(provider.id()))
                .addObject("onlyBy", linked.onlyBy(provider.id()))
                .addObject("form", form)
                .addObject("mapped", provider.mapsRoles())
                .addObject(
                        "claim",
                        provider.mapsRoles()
                                ? provider.roleClaim()
                                : provider.kind().usualRoleClaim())
                .addObject("creates", provider.createsAccounts())
                .addObject("rows", rows)
                .addObject("roleChoices", roleChoices(ui))
                .addObject(
                        "scopeChoices",
                        scopeNames().entrySet().stream()
                                .map(entry -> new Parts.Choice(entry.getKey(), entry.getValue()))
                                .toList())
                .addObject("steps", List.of())
                .addObject("trial", trial.last(ui, provider).orElse(null))
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }

    private List<SignInView.MappingRow> mappingRows(IdentityProvider provider) {
        return store.mapping(provider.id()).rows().stream()
                .map(row -> new SignInView.MappingRow(
                        row.value(),
                        row.roles().stream().map(Role::id).collect(Collectors.toSet()),
                        row.series().stream().map(UUID::toString).collect(Collectors.toSet())))
                .toList();
    }

    static List<SignInView.Step> steps(Ui ui, List<ProviderTrial.Step> steps) {
        return steps.stream()
                .map(step -> new SignInView.Step(
                        ui.t("sign-in.step." + step.id()),
                        switch (step.state()) {
                            case WELL -> "met";
                            case DOUBTFUL -> "recheck";
                            case WRONG -> "not-met";
                            case NOT_REACHED -> "unknown";
                        },
                        ProviderTrial.words(ui, step.code(), step.args().toArray()),
                        ProviderTrial.fix(ui, step.code(), step.args().toArray())))
                .toList();
    }

    private static List<Parts.Choice> roleChoices(Ui ui) {
        return Arrays.stream(Role.values())
                .map(role -> new Parts.Choice(role.id(), ui.t("role." + role.id())))
                .toList();
    }

    private Map<String, String> scopeNames() {
        Map<String, String> names = new LinkedHashMap<>();
        scopes.orderedStream()
                .flatMap(source -> source.scopes().stream())
                .forEach(scope -> names.put(scope.id().toString(), scope.name()));
        return names;
    }
}
