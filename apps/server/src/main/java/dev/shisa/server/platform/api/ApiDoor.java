package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.TooOften;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.Sender;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What every call of the API passes: whose token it is ({@code Authorization: Bearer}, RFC 6750), how many calls are left
 * (the headers of draft-ietf-httpapi-ratelimit-headers), how large a body may be, and whether the same call was answered
 * already (draft-ietf-httpapi-idempotency-key-header). Whether the call is allowed is decided at the handler.
 *
 * <p>A call with an {@code Idempotency-Key} is one transaction with the note of its answer: both are there afterwards, or
 * neither. What was refused is not noted, since nothing was done; the same call again is looked at anew.
 */
final class ApiDoor extends OncePerRequestFilter {

    /** An answer with some thousand facts is a tenth of it. Files go another way. */
    static final int BODY_BYTES_MAX = 1024 * 1024;

    /** Attribute of a request: the text of its answer that is told once and stored nowhere. */
    static final String SECRET = ApiDoor.class.getName() + ".secret";

    private static final String SCHEME = "Bearer ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Calls without a token, or with a wrong one, from one address. */
    private static final int STRANGERS_MAX = 60;

    private static final Duration STRANGERS_WINDOW = Duration.ofMinutes(1);

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
    private static final Set<String> KEPT_HEADERS = Set.of("Content-Type", "ETag", "Location");

    private final ApiTokens tokens;
    private final CallLimits calls;
    private final RateLimits strangers;
    private final AnswerStore answers;
    private final TransactionTemplate transaction;
    private final ProblemPage problems;

    ApiDoor(
            ApiTokens tokens,
            CallLimits calls,
            RateLimits strangers,
            AnswerStore answers,
            TransactionTemplate transaction,
            ProblemPage problems) {
        this.tokens = tokens;
        this.calls = calls;
        this.strangers = strangers;
        this.answers = answers;
        this.transaction = transaction;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            response.setHeader("Cache-Control", "no-store");
            String given = request.getHeader("Authorization");
            if (given == null) {
                strangers.knock("api", Source.of(request), STRANGERS_MAX, STRANGERS_WINDOW);
                if (!request.getRequestURI().equals(ApiPages.DOCUMENT)) {
                    // Before anything of the call is looked at: what there is, and how it is asked for, is no matter of
                    // strangers.
                    throw new Problem(401, "token.missing");
                }
                chain.doFilter(request, response);
                return;
            }
            ApiTokens.Call call = open(given, request);
            CallLimits.Left left = calls.count(call.token().id());
            limits(response, left);
            if (left.calls() < 0) {
                throw new TooOften(left.seconds(), "api.too-often", CallLimits.CALLS_MAX, left.seconds());
            }
            SecurityContextHolder.setContext(new SecurityContextImpl(call.caller()));
            dev.shisa.server.platform.door.Body.open(request, Sender.PERSON);
            String key = request.getHeader("Idempotency-Key");
            HttpServletRequest sized = sized(request);
            if (key == null || READING.contains(request.getMethod())) {
                chain.doFilter(sized, response);
            } else {
                AnswerSeal seal =
                        new AnswerSeal(given.substring(SCHEME.length()).strip(), key);
                once(call.token().id(), key, seal, sized, response, chain);
            }
        } catch (Problem problem) {
            if (problem.status() == 401) {
                // Who has shown nothing is told no error (RFC 6750, section 3.1).
                response.setHeader(
                        "WWW-Authenticate",
                        problem.code().equals("token.missing")
                                ? "Bearer realm=\"shisa\""
                                : "Bearer realm=\"shisa\", error=\"invalid_token\"");
            }
            problems.send(problem, request, response);
        }
    }

    private ApiTokens.Call open(String given, HttpServletRequest request) {
        try {
            if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                throw new Problem(401, "token.unknown");
            }
            return tokens.open(given.substring(SCHEME.length()).strip());
        } catch (Problem problem) {
            strangers.knock("api", Source.of(request), STRANGERS_MAX, STRANGERS_WINDOW);
            throw problem;
        }
    }

    private static void limits(HttpServletResponse response, CallLimits.Left left) {
        response.setHeader(
                "RateLimit-Policy", "\"token\";q=" + CallLimits.CALLS_MAX + ";w=" + CallLimits.WINDOW.toSeconds());
        response.setHeader("RateLimit", "\"token\";r=" + Math.max(0, left.calls()) + ";t=" + left.seconds());
    }

    /** The request with its body in hand; a file's is left to whoever stores it. */
    private static HttpServletRequest sized(HttpServletRequest request) throws IOException {
        if (READING.contains(request.getMethod())) {
            return request;
        }
        String type = request.getContentType();
        String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (plain.equals("application/octet-stream")) {
            return request;
        }
        if (!plain.isEmpty() && !plain.equals("application/json")) {
            throw new Problem(415, "api.media-type", plain);
        }
        if (request.getContentLengthLong() > BODY_BYTES_MAX) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw tooLarge();
        }
        if (body.length > 0 && plain.isEmpty()) {
            throw new Problem(415, "api.media-type", "-");
        }
        return new BodyInHand(request, body);
    }

    private static Problem tooLarge() {
        return new Problem(413, "api.body.large", BODY_BYTES_MAX / 1024);
    }

    private void once(
            UUID token,
            String key,
            AnswerSeal seal,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (!KEY.matcher(key).matches()) {
            throw new Problem(400, "api.idempotency.key");
        }
        if (!(request instanceof BodyInHand inHand)) {
            // A file is known by its content: sending it again does nothing.
            chain.doFilter(request, response);
            return;
        }
        byte[] hash = hash(inHand);
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        AnswerStore.Given before = run(token, key, seal, hash, request, held, chain);
        if (before == null) {
            held.copyBodyToResponse();
            return;
        }
        if (!MessageDigest.isEqual(before.requestHash(), hash)) {
            throw new Problem(422, "api.idempotency.other", key);
        }
        request.setAttribute(Replays.BEFORE, before.closed() ? before.opened(seal) : before);
        chain.doFilter(request, response);
    }

    /** Null if it was run now; otherwise what it was answered before. */
    private AnswerStore.@Nullable Given run(
            UUID token,
            String key,
            AnswerSeal seal,
            byte[] hash,
            HttpServletRequest request,
            ContentCachingResponseWrapper response,
            FilterChain chain)
            throws IOException, ServletException {
        try {
            return transaction.execute(status -> {
                if (!answers.take(token, key, hash)) {
                    return answers.get(token, key);
                }
                try {
                    chain.doFilter(request, response);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (ServletException e) {
                    throw new Escaped(e);
                }
                if (response.getStatus() >= 400) {
                    status.setRollbackOnly();
                } else {
                    Map<String, String> headers = new LinkedHashMap<>();
                    KEPT_HEADERS.forEach(name -> {
                        String value = response.getHeader(name);
                        if (value != null) {
                            headers.put(name, value);
                        }
                    });
                    answers.put(
                            token,
                            key,
                            response.getStatus(),
                            headers,
                            seal.close(withoutSecret(response.getContentAsByteArray(), request)));
                }
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Escaped e) {
            throw e.escaped;
        }
    }

    /** The answer as it may be kept: a secret is shown once, and is not in the database afterwards. */
    private static byte[] withoutSecret(byte[] body, HttpServletRequest request) {
        return request.getAttribute(SECRET) instanceof String secret
                ? new String(body, StandardCharsets.UTF_8).replace(secret, "").getBytes(StandardCharsets.UTF_8)
                : body;
    }

    /** Carries what a filter may throw out of the transaction. */
    private static final class Escaped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final ServletException escaped;

        Escaped(ServletException escaped) {
            super(escaped);
            this.escaped = escaped;
        }
    }

    private static byte[] hash(BodyInHand request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                request.getMethod(),
                request.getRequestURI(),
                String.valueOf(request.getQueryString()),
                String.valueOf(request.getHeader("If-Match"))
            }) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return digest.digest(request.body());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
