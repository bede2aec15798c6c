package dev.shisa.server.platform.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of our own over HTTP, with real keys and tokens: it keeps the rules of OpenID Connect unless a test tells it to break one.
 */
final class TestIssuer implements AutoCloseable {

    static final String CLIENT = "shisa-client";
    static final String SECRET = "s3cret of the client";

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final JsonMapper json = JsonMapper.builder().build();

    /** How often its keys were asked for. */
    final AtomicInteger keysAsked = new AtomicInteger();

    /** Made once: to make one takes longer than a sign-in with all that belongs to it. */
    private static final RSAKey FIRST = key("first");

    volatile RSAKey published = FIRST;
    volatile RSAKey signing = published;

    /** What a test makes of the claims of the next tokens. */
    volatile UnaryOperator<JWTClaimsSet.Builder> claims = builder -> builder;

    volatile Map<String, Object> description = Map.of();
    volatile Map<String, Object> userinfo = Map.of();
    volatile String signature = "RS256";
    volatile boolean hangs;
    volatile boolean huge;

    private record Grant(String nonce, String challenge, String redirect, Map<String, Object> who) {}

    TestIssuer(InstantSource clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", this::keys);
        server.createContext("/token", this::token);
        server.createContext("/userinfo", exchange -> answer(exchange, 200, userinfo));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Signs somebody in: what a browser brings back from where it was sent. */
    String back(String sentTo, String subject, Object... namesAndValues) {
        Map<String, String> query = query(URI.create(sentTo).getRawQuery());
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("sub", subject);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            who.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        String code = "code-" + subject + "-" + grants.size();
        grants.put(
                code,
                new Grant(
                        query.getOrDefault("nonce", ""),
                        query.getOrDefault("code_challenge", ""),
                        query.getOrDefault("redirect_uri", ""),
                        who));
        String redirect = query.getOrDefault("redirect_uri", "");
        return redirect.substring(redirect.indexOf("/sign-in")) + "?code=" + code + "&state="
                + query.getOrDefault("state", "");
    }

    static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        Arrays.stream(raw.split("&")).forEach(pair -> {
            int is = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, is), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8));
        });
        return query;
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("issuer", issuer());
        said.put("authorization_endpoint", issuer() + "/authorize");
        said.put("token_endpoint", issuer() + "/token");
        said.put("jwks_uri", issuer() + "/keys");
        if (!userinfo.isEmpty()) {
            said.put("userinfo_endpoint", issuer() + "/userinfo");
        }
        said.put("end_session_endpoint", issuer() + "/end");
        said.putAll(description);
        if (huge) {
            said.put("padding", "x".repeat(2_000_000));
        }
        answer(exchange, 200, said);
    }

    private void keys(HttpExchange exchange) throws IOException {
        keysAsked.incrementAndGet();
        answer(exchange, 200, new JWKSet(published.toPublicJWK()).toJSONObject());
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + SECRET.replace(' ', '+')).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        if (grant == null
                || !grant.redirect().equals(form.get("redirect_uri"))
                || !grant.challenge().equals(OidcClient.challenge(form.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        answer(exchange, 200, Map.of("token_type", "Bearer", "access_token", "access", "id_token", idToken(grant)));
    }

    private String idToken(Grant grant) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("nonce", grant.nonce());
        grant.who().forEach(builder::claim);
        JWTClaimsSet said = claims.apply(builder).build();
        try {
            return switch (signature) {
                case "none" -> new PlainJWT(said).serialize();
                case "HS256" -> {
                    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), said);
                    jwt.sign(new MACSigner(Arrays.copyOf(SECRET.getBytes(StandardCharsets.UTF_8), 32)));
                    yield jwt.serialize();
                }
                default -> {
                    SignedJWT jwt = new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(signing.getKeyID())
                                    .build(),
                            said);
                    jwt.sign(new RSASSASigner(signing));
                    yield jwt.serialize();
                }
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, int status, @Nullable Object said) throws IOException {
        if (hangs) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = json.writeValueAsBytes(said);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
