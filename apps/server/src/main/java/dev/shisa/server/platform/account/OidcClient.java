package dev.shisa.server.platform.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The relying party of OpenID Connect Core 1.0: the authorization code flow with PKCE (RFC 7636), state and nonce.
 *
 * <p>Signatures, keys and tokens are read by Nimbus JOSE + JWT. What a token has to say is checked here, by the server's own clock and
 * with an answer of its own for each fault, so that whoever sets a provider up is told what to mend. All requests go by
 * {@link OutsideHttp}: to {@code https}, never within the own network unless the provider may lie there, without redirects, bounded in
 * time and length – also to the addresses that the provider's own description names.
 */
@Component
class OidcClient {

    /** How far the clocks may be apart. */
    static final Duration SKEW_MAX = Duration.ofMinutes(2);

    /** A description and its keys are asked for again after this time. */
    static final Duration KEPT = Duration.ofHours(1);

    /** A key that nobody knows makes us ask for the keys again, but no oftener than this, whatever tokens come in. */
    static final Duration KEYS_APART = Duration.ofMinutes(1);

    private static final int TOKEN_LENGTH_MAX = 64 * 1024;
    private static final int SUBJECT_LENGTH_MAX = 255;
    private static final int KEPT_MAX = 50;

    /** Asymmetric ones: with the others, whoever knows the client's secret could sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final IdentityProviderStore store;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Map<UUID, Described> described = new ConcurrentHashMap<>();
    private final Map<UUID, Keys> keys = new ConcurrentHashMap<>();

    private record Described(int version, Instant at, OidcMetadata metadata) {}

    private record Keys(int version, Instant at, JWKSet set) {}

    OidcClient(IdentityProviderStore store, JsonMapper json, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    // What the provider says about itself.

    /** Its description, from memory if it is young enough. */
    OidcMetadata metadata(IdentityProvider provider) throws OidcFailure {
        Described known = described.get(provider.id());
        if (known != null
                && known.version() == provider.version()
                && clock.instant().isBefore(known.at().plus(KEPT))) {
            return known.metadata();
        }
        return freshMetadata(provider);
    }

    /** Its description, asked for now. */
    OidcMetadata freshMetadata(IdentityProvider provider) throws OidcFailure {
        URI address = provider.discovery();
        OutsideHttp.Answer answer = get(provider, "discovery", address, Map.of());
        JsonNode node = read("discovery", address, answer);
        String issuer = node.path("issuer").asString("");
        String expected = provider.expectedIssuer();
        if (!issuer.equals(expected)) {
            throw new OidcFailure("discovery.issuer", expected, shown(issuer));
        }
        Set<String> methods = texts(node.path("token_endpoint_auth_methods_supported"));
        OidcMetadata metadata = new OidcMetadata(
                issuer,
                required(provider, node, "authorization_endpoint"),
                required(provider, node, "token_endpoint"),
                required(provider, node, "jwks_uri"),
                optional(provider, node, "userinfo_endpoint"),
                optional(provider, node, "end_session_endpoint"),
                !methods.isEmpty()
                        && !methods.contains("client_secret_basic")
                        && methods.contains("client_secret_post"),
                node.path("authorization_response_iss_parameter_supported").asBoolean(false),
                answer.date());
        if (described.size() >= KEPT_MAX) {
            described.clear();
        }
        described.put(provider.id(), new Described(provider.version(), clock.instant(), metadata));
        return metadata;
    }

    private URI required(IdentityProvider provider, JsonNode node, String field) throws OidcFailure {
        URI found = optional(provider, node, field);
        if (found == null) {
            throw new OidcFailure("discovery.missing", field);
        }
        return found;
    }

    private static @Nullable URI optional(IdentityProvider provider, JsonNode node, String field) throws OidcFailure {
        String text = node.path(field).asString("");
        if (text.isEmpty()) {
            return null;
        }
        URI uri = OutsideHttp.address(text).orElseThrow(() -> new OidcFailure("discovery.address", field, shown(text)));
        // A browser is sent there, too: not to somewhere inside that it can reach and we would not.
        refuseInside(provider, uri);
        return uri;
    }

    /** Its keys, asked for now; for who sets it up. */
    int countKeys(IdentityProvider provider) throws OidcFailure {
        return freshKeys(provider, metadata(provider)).getKeys().size();
    }

    private JWKSet freshKeys(IdentityProvider provider, OidcMetadata metadata) throws OidcFailure {
        OutsideHttp.Answer answer = get(provider, "keys", metadata.keys(), Map.of());
        if (answer.status() != 200) {
            throw new OidcFailure("keys.none", metadata.keys());
        }
        try {
            JWKSet set = JWKSet.parse(answer.body()).toPublicJWKSet();
            if (set.getKeys().stream().noneMatch(AsymmetricJWK.class::isInstance)) {
                throw new OidcFailure("keys.none", metadata.keys());
            }
            if (keys.size() >= KEPT_MAX) {
                keys.clear();
            }
            keys.put(provider.id(), new Keys(provider.version(), clock.instant(), set));
            return set;
        } catch (ParseException e) {
            throw new OidcFailure("keys.none", metadata.keys());
        }
    }

    /** How far the provider's clock is ahead of ours; empty if it does not say. */
    Optional<Duration> clockAhead(OidcMetadata metadata) {
        try {
            Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(metadata.date(), Instant::from);
            return Optional.of(Duration.between(clock.instant(), theirs));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    // Going there and coming back.

    /** Where the browser is sent. */
    URI authorization(IdentityProvider provider, OidcMetadata metadata, OidcRequests.Begun begun, String back) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", back);
        query.put("scope", provider.scopes());
        query.put("state", begun.state());
        query.put("nonce", begun.nonce());
        query.put("code_challenge", challenge(begun.verifier()));
        query.put("code_challenge_method", "S256");
        if (provider.kind() == IdentityProvider.Kind.GOOGLE) {
            query.put("hd", provider.tenants().size() == 1 ? provider.tenants().getFirst() : "*");
        }
        if (begun.choosesAccount()) {
            query.put("prompt", "select_account");
        }
        String address = metadata.authorization().toString();
        return URI.create(address + (address.contains("?") ? "&" : "?") + form(query));
    }

    /** What a verifier is checked by (RFC 7636, section 4.2). */
    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Changes the code for the provider's word on who it is, and checks that. */
    OidcIdentity redeem(IdentityProvider provider, OidcRequests.Pending pending, String code, String back)
            throws OidcFailure {
        OidcMetadata metadata = metadata(provider);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", back);
        form.put("code_verifier", pending.verifier());
        form.put("client_id", provider.clientId());
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        String secret = store.secret(provider.id());
        if (metadata.takesSecretInBody()) {
            form.put("client_secret", secret);
        } else {
            headers.put("Authorization", basic(provider.clientId(), secret));
        }
        OutsideHttp.Answer answer = post(provider, "token", metadata.token(), headers, form(form));
        if (answer.status() != 200) {
            throw refusedCode(provider, metadata, answer);
        }
        JsonNode node = read("token", metadata.token(), answer);
        String token = node.path("id_token").asString("");
        if (token.isEmpty()) {
            throw new OidcFailure("token.no-id-token", metadata.token());
        }
        OidcIdentity identity = check(provider, metadata, token, pending.nonce());
        return completed(provider, metadata, identity, node.path("access_token").asString(""));
    }

    private OidcFailure refusedCode(IdentityProvider provider, OidcMetadata metadata, OutsideHttp.Answer answer) {
        String error;
        try {
            error = json.readTree(answer.body()).path("error").asString("");
        } catch (JacksonException e) {
            error = "";
        }
        return switch (error) {
            case "invalid_client", "unauthorized_client" -> new OidcFailure("token.client", provider.clientId());
            case "invalid_grant" -> new OidcFailure("token.grant");
            default ->
                answer.status() == 401
                        ? new OidcFailure("token.client", provider.clientId())
                        : new OidcFailure(
                                "token.refused",
                                Objects.requireNonNull(metadata.token().getHost()),
                                answer.status(),
                                shown(error));
        };
    }

    /** RFC 6749, section 2.3.1: both parts are encoded before they are joined. */
    private static String basic(String client, String secret) {
        String both = encoded(client) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    // What it said.

    /** Checks an ID token (OpenID Connect Core 1.0, section 3.1.3.7). */
    private OidcIdentity check(IdentityProvider provider, OidcMetadata metadata, String token, String nonce)
            throws OidcFailure {
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw new OidcFailure("id-token.form");
        }
        JWTClaimsSet claims;
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            verify(provider, metadata, jwt);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException e) {
            // A token without a signature is not one of this class.
            throw new OidcFailure("id-token.form");
        }
        String issuer = Objects.requireNonNullElse(claims.getIssuer(), "");
        String subject = Objects.requireNonNullElse(claims.getSubject(), "");
        checkIssuer(provider, metadata, claims, issuer);
        List<String> audience = Objects.requireNonNullElse(claims.getAudience(), List.of());
        if (!audience.contains(provider.clientId())) {
            throw new OidcFailure("id-token.audience", provider.clientId(), shown(String.join(" ", audience)));
        }
        String party = text(claims, "azp");
        if (party.isEmpty() ? audience.size() > 1 : !party.equals(provider.clientId())) {
            throw new OidcFailure("id-token.party", provider.clientId(), shown(party));
        }
        checkTimes(claims);
        if (!MessageDigest.isEqual(
                nonce.getBytes(StandardCharsets.UTF_8), text(claims, "nonce").getBytes(StandardCharsets.UTF_8))) {
            throw new OidcFailure("id-token.nonce");
        }
        if (subject.isEmpty() || subject.length() > SUBJECT_LENGTH_MAX) {
            throw new OidcFailure("id-token.subject");
        }
        return identity(provider, issuer, subject, present(claims.getClaims()), token);
    }

    private void verify(IdentityProvider provider, OidcMetadata metadata, SignedJWT jwt) throws OidcFailure {
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new OidcFailure(
                    "id-token.algorithm", shown(header.getAlgorithm().getName()));
        }
        Keys known = keys.get(provider.id());
        boolean usable = known != null
                && known.version() == provider.version()
                && clock.instant().isBefore(known.at().plus(KEPT));
        JWKSet set = usable && known != null ? known.set() : freshKeys(provider, metadata);
        if (fitting(set, header).isEmpty()
                && usable
                && known != null
                && !clock.instant().isBefore(known.at().plus(KEYS_APART))) {
            set = freshKeys(provider, metadata);
        }
        List<JWK> fitting = fitting(set, header);
        if (fitting.isEmpty()) {
            throw new OidcFailure("id-token.key", shown(Objects.requireNonNullElse(header.getKeyID(), "")));
        }
        for (JWK key : fitting) {
            if (isSignedBy(jwt, key)) {
                return;
            }
        }
        throw new OidcFailure("id-token.signature");
    }

    private static List<JWK> fitting(JWKSet set, JWSHeader header) {
        KeyType type = KeyType.forAlgorithm(header.getAlgorithm());
        return set.getKeys().stream()
                .filter(key -> key.getKeyType().equals(type))
                .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                .filter(key -> key.getAlgorithm() == null
                        || key.getAlgorithm()
                                .getName()
                                .equals(header.getAlgorithm().getName()))
                .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .toList();
    }

    private static boolean isSignedBy(SignedJWT jwt, JWK key) {
        try {
            return key instanceof AsymmetricJWK pair
                    && jwt.verify(
                            new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), pair.toPublicKey()));
        } catch (JOSEException e) {
            return false;
        }
    }

    /** Whose word it is, and of which company they are. */
    private static void checkIssuer(
            IdentityProvider provider, OidcMetadata metadata, JWTClaimsSet claims, String issuer) throws OidcFailure {
        String tenant = text(claims, "tid");
        String expected = metadata.issuer().replace(IdentityProvider.TENANT_PLACE, tenant);
        boolean google = provider.kind() == IdentityProvider.Kind.GOOGLE && issuer.equals("accounts.google.com");
        if (!issuer.equals(expected) && !google) {
            throw new OidcFailure("id-token.issuer", expected, shown(issuer));
        }
        if (provider.kind() == IdentityProvider.Kind.ENTRA
                && !provider.tenants().contains(tenant)) {
            throw new OidcFailure("tenant", shown(tenant));
        }
        String domain = text(claims, "hd");
        if (provider.kind() == IdentityProvider.Kind.GOOGLE
                && !provider.tenants().contains(domain)) {
            throw new OidcFailure("domain", shown(domain));
        }
    }

    private void checkTimes(JWTClaimsSet claims) throws OidcFailure {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null || claims.getIssueTime() == null) {
            throw new OidcFailure("id-token.times");
        }
        Instant end = claims.getExpirationTime().toInstant();
        Instant made = claims.getIssueTime().toInstant();
        if (!now.isBefore(end.plus(SKEW_MAX))) {
            throw new OidcFailure("id-token.expired", end, now);
        }
        Instant from = claims.getNotBeforeTime() == null
                ? made
                : claims.getNotBeforeTime().toInstant();
        if (made.isAfter(now.plus(SKEW_MAX)) || from.isAfter(now.plus(SKEW_MAX))) {
            throw new OidcFailure("id-token.future", made, now);
        }
    }

    private static OidcIdentity identity(
            IdentityProvider provider, String issuer, String subject, Map<String, Object> claims, String token) {
        String email = String.valueOf(claims.getOrDefault("email", "")).strip();
        boolean said = isTrue(claims.get("email_verified"));
        // Entra ID lets anybody write any address into their profile; only this claim says that the domain is the
        // tenant's own.
        boolean verified = provider.kind() == IdentityProvider.Kind.ENTRA ? isTrue(claims.get("xms_edov")) : said;
        String name = String.valueOf(claims.getOrDefault("name", "")).strip();
        return new OidcIdentity(issuer, subject, email, verified && !email.isEmpty(), name, claims, token);
    }

    private static boolean isTrue(@Nullable Object claim) {
        return claim != null && Set.of("true", "1").contains(claim.toString());
    }

    /** Asks for what the token did not say: mail address, name, roles (OpenID Connect Core 1.0, section 5.3). */
    private OidcIdentity completed(
            IdentityProvider provider, OidcMetadata metadata, OidcIdentity identity, String accessToken)
            throws OidcFailure {
        boolean whole = !identity.email().isEmpty()
                && !identity.name().isEmpty()
                && (!provider.mapsRoles()
                        || !identity.values(provider.roleClaim()).isEmpty());
        URI address = metadata.userinfo();
        if (whole || address == null || accessToken.isEmpty()) {
            return identity;
        }
        OutsideHttp.Answer answer =
                get(provider, "userinfo", address, Map.of("Authorization", "Bearer " + accessToken));
        if (answer.status() != 200) {
            return identity;
        }
        JsonNode node = read("userinfo", address, answer);
        if (!node.path("sub").asString("").equals(identity.subject())) {
            throw new OidcFailure("userinfo.subject");
        }
        Map<String, Object> claims = new HashMap<>(Objects.requireNonNull(
                json.convertValue(node, new tools.jackson.core.type.TypeReference<Map<String, Object>>() {})));
        // What is signed comes first.
        claims.putAll(identity.claims());
        return identity(provider, identity.issuer(), identity.subject(), present(claims), identity.token());
    }

    private static Map<String, Object> present(Map<String, Object> claims) {
        Map<String, Object> present = new HashMap<>();
        claims.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    private static String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : "";
    }

    /** Where somebody signs out there, and comes back from; empty if the provider has no such place. */
    Optional<URI> endSession(IdentityProvider provider, String token, String back) {
        try {
            URI address = metadata(provider).endSession();
            if (address == null) {
                return Optional.empty();
            }
            Map<String, String> query = new LinkedHashMap<>();
            query.put("client_id", provider.clientId());
            query.put("post_logout_redirect_uri", back);
            if (!token.isEmpty()) {
                query.put("id_token_hint", token);
            }
            String text = address.toString();
            return Optional.of(URI.create(text + (text.contains("?") ? "&" : "?") + form(query)));
        } catch (OidcFailure e) {
            return Optional.empty();
        }
    }

    // Asking.

    private static void refuseInside(IdentityProvider provider, URI uri) throws OidcFailure {
        if (provider.inside()) {
            return;
        }
        String host = Objects.requireNonNull(uri.getHost());
        try {
            if (OwnNetwork.leadsWithin(host)) {
                throw new OidcFailure("inside", host);
            }
        } catch (UnknownHostException e) {
            throw new OidcFailure("reach.unknown-host", host);
        }
    }

    private OutsideHttp.Answer get(IdentityProvider provider, String what, URI uri, Map<String, String> headers)
            throws OidcFailure {
        guarded(uri);
        try {
            return OutsideHttp.get(new OutsideHttp.To(uri, provider.inside()), headers, OutsideHttp.FOR_A_PAGE);
        } catch (OutsideHttp.NoAnswer e) {
            throw reach(e.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcFailure("reach.slow", what, 0);
        }
    }

    private OutsideHttp.Answer post(
            IdentityProvider provider, String what, URI uri, Map<String, String> headers, String form)
            throws OidcFailure {
        guarded(uri);
        try {
            return OutsideHttp.post(
                    new OutsideHttp.To(uri, provider.inside()),
                    headers,
                    form.getBytes(StandardCharsets.UTF_8),
                    OutsideHttp.FOR_A_PAGE);
        } catch (OutsideHttp.NoAnswer e) {
            throw reach(e.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcFailure("reach.slow", what, 0);
        }
    }

    private static void guarded(URI uri) throws OidcFailure {
        if (OutsideHttp.address(uri.toString()).isEmpty()) {
            throw new OidcFailure("discovery.address", "issuer", shown(uri.toString()));
        }
    }

    private static OidcFailure reach(Outcome.Failed why) {
        String code = why.code().equals("inside") ? "inside" : "reach." + why.code();
        return new OidcFailure(code, why.args().toArray());
    }

    private JsonNode read(String what, URI uri, OutsideHttp.Answer answer) throws OidcFailure {
        if (answer.status() != 200) {
            throw new OidcFailure(what + ".status", uri, answer.status());
        }
        try {
            JsonNode node = json.readTree(answer.body());
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // told below: it is no object either
        }
        throw new OidcFailure(what + ".form", uri);
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream().map(node -> node.asString("")).collect(Collectors.toSet());
    }

    /** What others said, cut: it stands in a sentence. */
    private static String shown(String text) {
        return text.isEmpty() ? "–" : text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
