package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.FactorGate;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.ScopeSource;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** トークン: what somebody's programs call with, and what they may do. */
@Controller
class ApiTokenPages {

    private static final List<Integer> DAYS = List.of(7, 30, 90, 180, 365);

    private final ApiTokens tokens;
    private final People people;
    private final ObjectProvider<ScopeSource> scopes;
    private final FactorGate factors;

    ApiTokenPages(ApiTokens tokens, People people, ObjectProvider<ScopeSource> scopes, FactorGate factors) {
        this.tokens = tokens;
        this.people = people;
        this.scopes = scopes;
        this.factors = factors;
    }

    @GetMapping("/account/tokens")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request) {
        ApiTokenView.Form form = new ApiTokenView.Form("", Set.of(Act.VIEW.id()), Set.of(), "90");
        return page(form, new Mistakes(), "", done.equals("revoked"), person, ui, request);
    }

    /** Whose tokens there are and what they may do; never the tokens themselves, which nobody keeps. */
    @GetMapping("/account/tokens.{format}")
    @Requires(Act.OWN_ACCOUNT)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Map<UUID, String> names = names();
        return TableFile.of(format, "shisa-tokens-" + ui.day(ui.now()), ui)
                .column("name", "token.name")
                .column("holder", "audit.detail.holder")
                .column("acts", "token.acts")
                .column("series", "token.series")
                .column("used", "token.used")
                .column("until", "token.until")
                .column("state", "token.act")
                .download(rows(Stream.concat(tokens.of(person.id()).stream(), others(person)), names, ui).stream()
                        .map(row -> List.of(
                                row.name(),
                                row.holder(),
                                String.join(ui.t("people.and"), row.acts()),
                                row.series(),
                                row.used(),
                                row.until(),
                                row.holds() ? "" : ui.t("token.end." + row.end())))
                        .toList());
    }

    /** The token is in this answer and never again. */
    @PostMapping("/account/tokens")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView make(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) List<String> act,
            @RequestParam(required = false) List<String> series,
            @RequestParam(defaultValue = "") String days,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        factors.requireForToken(person, request);
        Set<String> actIds = act == null ? Set.of() : Set.copyOf(act);
        Set<String> seriesIds = series == null ? Set.of() : Set.copyOf(series);
        Mistakes mistakes = new Mistakes();
        if (name.isBlank()) {
            mistakes.add("name", ui.t("token.name.missing"));
        } else if (name.length() > ApiTokens.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("account.name.long", name.length(), ApiTokens.NAME_CHARS_MAX));
        }
        Set<Act> acts = ApiTokens.grantable(person).stream()
                .filter(one -> actIds.contains(one.id()))
                .collect(Collectors.toSet());
        if (acts.isEmpty()) {
            mistakes.add("act", ui.t("token.acts.missing"));
        } else if (acts.size() < actIds.size()) {
            mistakes.add("act", ui.t("token.acts.further"));
        }
        Map<String, UUID> visible = scopes(person).stream()
                .collect(Collectors.toMap(scope -> scope.id().toString(), ScopeSource.Scope::id));
        if (!visible.keySet().containsAll(seriesIds)) {
            mistakes.add("series", ui.t("token.series.further"));
        }
        Optional<Integer> life =
                DAYS.stream().filter(d -> d.toString().equals(days)).findFirst();
        if (life.isEmpty()) {
            mistakes.add("days", ui.t("token.days.missing"));
        }
        ApiTokenView.Form form = new ApiTokenView.Form(name, actIds, seriesIds, days);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(form, mistakes, "", false, person, ui, request);
        }
        ApiTokens.Made made = tokens.make(
                person,
                name,
                acts,
                seriesIds.stream().map(visible::get).collect(Collectors.toSet()),
                Duration.ofDays(life.orElseThrow()));
        return page(form, mistakes, made.secret(), false, person, ui, request);
    }

    @PostMapping("/account/tokens/{id}/revoke")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView revoke(@PathVariable String id, @AuthenticationPrincipal Person person) {
        try {
            tokens.revoke(UUID.fromString(id), person);
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "token.not-found");
        }
        return new ModelAndView("redirect:/account/tokens?done=revoked");
    }

    private ModelAndView page(
            ApiTokenView.Form form,
            Mistakes mistakes,
            String secret,
            boolean revoked,
            Person person,
            Ui ui,
            HttpServletRequest request) {
        Map<UUID, String> names = names();
        List<ApiTokenView.Row> others = rows(others(person), names, ui);
        return new ModelAndView("api/tokens")
                .addObject(
                        "view",
                        new ApiTokenView(
                                form,
                                secret,
                                PublicAddress.link(request, "/").base().replaceFirst("^https://", ""),
                                revoked,
                                rows(tokens.of(person.id()).stream(), names, ui),
                                others))
                .addObject("mistakes", mistakes)
                .addObject(
                        "acts",
                        ApiTokens.grantable(person).stream()
                                .map(act -> new Parts.Choice(act.id(), ui.t("act." + act.id())))
                                .toList())
                .addObject(
                        "series",
                        scopes(person).stream()
                                .map(scope -> new Parts.Choice(scope.id().toString(), scope.name()))
                                .toList())
                .addObject(
                        "days",
                        DAYS.stream()
                                .map(d -> new Parts.Choice(d.toString(), ui.t("token.days", d)))
                                .toList());
    }

    private Map<UUID, String> names() {
        return scopes.stream()
                .flatMap(source -> source.scopes().stream())
                .collect(Collectors.toMap(ScopeSource.Scope::id, ScopeSource.Scope::name));
    }

    /** Those of others, for who looks after people. */
    private Stream<ApiToken> others(Person person) {
        return person.can(Act.MANAGE_PEOPLE)
                ? tokens.holding().stream().filter(token -> !token.personId().equals(person.id()))
                : Stream.empty();
    }

    private List<ApiTokenView.Row> rows(Stream<ApiToken> tokens, Map<UUID, String> names, Ui ui) {
        List<ApiToken> all = tokens.toList();
        Map<UUID, String> holders =
                people.names(all.stream().map(ApiToken::personId).collect(Collectors.toUnmodifiableSet()));
        return all.stream().map(token -> row(token, holders, names, ui)).toList();
    }

    private ApiTokenView.Row row(ApiToken token, Map<UUID, String> holders, Map<UUID, String> names, Ui ui) {
        return new ApiTokenView.Row(
                token.id().toString(),
                token.name(),
                holders.getOrDefault(token.personId(), ""),
                token.acts().stream()
                        .sorted()
                        .map(act -> ui.t("act." + act.id()))
                        .toList(),
                token.series().isEmpty()
                        ? ui.t("token.series.all")
                        : token.series().stream()
                                .map(id -> names.getOrDefault(id, "–"))
                                .sorted()
                                .collect(Collectors.joining(ui.t("people.and"))),
                token.usedAt() == null ? ui.t("token.used.never") : ui.minute(token.usedAt()),
                ui.day(token.expiresAt()),
                token.revokedAt() != null ? "revoked" : token.holds(ui.now()) ? "" : "expired");
    }

    private List<ScopeSource.Scope> scopes(Person person) {
        return scopes.stream()
                .flatMap(source -> source.scopes().stream())
                .filter(scope -> person.sees(scope.id()))
                .toList();
    }
}
