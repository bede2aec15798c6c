package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The test of a provider: what can be asked from here step by step, and a real sign-in of who set it up, which opens no session. The
 * first fault ends it, with one sentence on what is wrong and one on how to mend it.
 */
@Component
class ProviderTrial {

    private static final int SAID_MAX = 40;
    private static final int VALUE_LENGTH_MAX = 300;

    private final IdentityProviderStore store;
    private final OidcClient client;
    private final OidcFlow flow;
    private final SignInAddress address;
    private final JsonMapper json;
    private final InstantSource clock;

    ProviderTrial(
            IdentityProviderStore store,
            OidcClient client,
            OidcFlow flow,
            SignInAddress address,
            JsonMapper json,
            InstantSource clock) {
        this.store = store;
        this.client = client;
        this.flow = flow;
        this.address = address;
        this.json = json;
        this.clock = clock;
    }

    /** One step: null sentence arguments mean that it went well. */
    record Step(String id, State state, String code, List<Object> args) {

        enum State {
            WELL,
            DOUBTFUL,
            WRONG,
            NOT_REACHED
        }
    }

    /** Something of a provider that can fail. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws OidcFailure;
    }

    private static final List<String> STEPS = List.of("settings", "address", "discovery", "keys", "clock");

    /** Walks what can be asked from here. */
    List<Step> walk(IdentityProvider provider) {
        List<Step> steps = new ArrayList<>();
        try {
            if (!provider.isComplete() || store.secret(provider.id()).isEmpty()) {
                throw new OidcFailure("settings");
            }
            steps.add(well("settings", "settings.well"));
            steps.add(
                    address.passkeyHost().isPresent()
                            ? well("address", "address.well", flow.back(provider))
                            : new Step("address", Step.State.DOUBTFUL, "address.ip", List.of(flow.back(provider))));
            OidcMetadata metadata = client.freshMetadata(provider);
            steps.add(well("discovery", "discovery.well", metadata.issuer()));
            steps.add(well("keys", "keys.well", client.countKeys(provider)));
            steps.add(clock(metadata));
        } catch (OidcFailure e) {
            steps.add(new Step(STEPS.get(steps.size()), Step.State.WRONG, e.code(), List.of(e.args())));
        } catch (Problem e) {
            steps.add(new Step("settings", Step.State.WRONG, "key", List.of(e.args())));
        }
        for (int at = steps.size(); at < STEPS.size(); at++) {
            steps.add(new Step(STEPS.get(at), Step.State.NOT_REACHED, "not-reached", List.of()));
        }
        return steps;
    }

    private Step clock(OidcMetadata metadata) throws OidcFailure {
        Optional<Duration> ahead = client.clockAhead(metadata);
        if (ahead.isEmpty()) {
            return new Step("clock", Step.State.DOUBTFUL, "clock.unsaid", List.of());
        }
        long seconds = ahead.get().toSeconds();
        if (Math.abs(seconds) > OidcClient.SKEW_MAX.toSeconds()) {
            throw new OidcFailure("clock.apart", Math.abs(seconds), seconds > 0 ? 1 : 0);
        }
        return well("clock", "clock.well", Math.abs(seconds));
    }

    private static Step well(String id, String code, Object... args) {
        return new Step(id, Step.State.WELL, code, List.of(args));
    }

    // The real sign-in.

    /** Reads what the trial brought back, and keeps it for the page. */
    void finish(Ui ui, IdentityProvider provider, Asking<OidcIdentity> identity) {
        Instant now = clock.instant();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("at", now.toString());
        try {
            OidcIdentity who = identity.ask();
            result.put("said", said(provider, who));
            if (provider.mapsRoles()) {
                if (who.isOverage(provider.roleClaim())) {
                    throw new OidcFailure("overage", provider.roleClaim());
                }
                RoleMapping.Row row = flow.row(provider, who)
                        .orElseThrow(() -> new OidcFailure("unmapped", provider.name(), provider.roleClaim()));
                result.put("roles", row.roles().stream().sorted().map(Role::id).toList());
            }
            result.put("whole", true);
            store.tried(provider.id(), now);
        } catch (OidcFailure e) {
            result.put("whole", false);
            result.put("code", e.code());
            result.put(
                    "args",
                    List.of(e.args()).stream()
                            .map(arg -> arg instanceof Instant at ? ui.second(at) : String.valueOf(arg))
                            .toList());
        }
        store.keepTrial(provider.id(), now, json.writeValueAsString(result));
    }

    private static Map<String, String> said(IdentityProvider provider, OidcIdentity who) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("sub", who.subject());
        said.put("email", who.email());
        said.put("email_verified", Boolean.toString(who.emailVerified()));
        said.put("name", who.name());
        if (provider.mapsRoles()) {
            said.put(
                    provider.roleClaim(),
                    OidcFlow.words(provider, who).stream().limit(SAID_MAX).collect(Collectors.joining(", ")));
        }
        said.replaceAll((name, value) ->
                value.length() > VALUE_LENGTH_MAX ? value.substring(0, VALUE_LENGTH_MAX) + "…" : value);
        return said;
    }

    /** What the last trial with the present settings came to, in words; empty: there was none. */
    Optional<SignInView.Trial> last(Ui ui, IdentityProvider provider) {
        return store.trial(provider.id()).map(text -> {
            JsonNode node = json.readTree(text);
            boolean whole = node.path("whole").asBoolean(false);
            List<SignInView.Said> said = new ArrayList<>();
            node.path("said").properties().forEach(entry -> {
                String value = entry.getValue().asString("");
                said.add(new SignInView.Said(entry.getKey(), value.isEmpty() ? ui.t("sign-in.trial.nothing") : value));
            });
            String code = node.path("code").asString("");
            Object[] args =
                    node.path("args").valueStream().map(arg -> arg.asString("")).toArray();
            String roles = node.path("roles")
                    .valueStream()
                    .map(role -> ui.t("role." + role.asString("")))
                    .collect(Collectors.joining(ui.t("people.and")));
            String sentence = whole
                    ? roles.isEmpty()
                            ? ui.t("sign-in.trial.whole", provider.name())
                            : ui.t("sign-in.trial.whole.roles", provider.name(), roles)
                    : Objects.requireNonNull(words(ui, code, args));
            return new SignInView.Trial(
                    whole,
                    ui.second(Instant.parse(node.path("at").asString(""))),
                    sentence,
                    whole ? "" : fix(ui, code, args),
                    said);
        });
    }

    static String words(Ui ui, String code, Object... args) {
        return ui.t("oidc." + code, args);
    }

    /** How to mend it; empty if there is nothing to mend. */
    static String fix(Ui ui, String code, Object... args) {
        String key = "oidc." + code + ".fix";
        return ui.has(key) ? ui.t(key, args) : "";
    }
}
