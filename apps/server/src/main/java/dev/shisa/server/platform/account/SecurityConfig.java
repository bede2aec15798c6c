package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/**
 * What every request passes: who it is ({@link Sessions}), that a change comes from our own page (CSRF), and what the
 * browser may do with the answer. Whether the person may do it is decided at the handler, by {@link ActInterceptor}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {

    static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** The same as {@code spring.servlet.multipart.max-file-size}. */
    private static final long UPLOAD_MEGABYTES = 200;

    @Bean
    CsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("__Host-shisa-csrf");
        tokens.setHeaderName("X-CSRF-TOKEN");
        tokens.setCookieCustomizer(
                cookie -> cookie.secure(true).httpOnly(true).sameSite("Lax").path("/"));
        return tokens;
    }

    @Bean
    SecurityFilterChain doors(
            HttpSecurity http, Sessions sessions, CsrfTokenRepository csrfTokens, ProblemPage problems) {
        return http.securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens).csrfTokenRequestHandler(new FormToken()))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(toSignIn(problems)).accessDeniedHandler(refuse(problems)))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .permitAll())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        // Unless the answer says itself who may frame it: what a page shows of a file stands in a
                        // frame.
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::disable)
                        .addHeaderWriter(new StaticHeadersWriter("X-Frame-Options", "DENY"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"))
                        // HostDoor says it, for all chains.
                        .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable))
                .build();
    }

    private static AuthenticationEntryPoint toSignIn(ProblemPage problems) {
        return (request, response, e) -> {
            if (request.getMethod().equals("GET") && request.getHeader("HX-Request") == null && wantsPage(request)) {
                String query = request.getQueryString();
                String here = request.getRequestURI() + (query == null ? "" : "?" + query);
                response.sendRedirect(
                        here.equals("/")
                                ? "/sign-in"
                                : "/sign-in?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
            } else {
                response.setHeader("HX-Redirect", "/sign-in");
                problems.send(new Problem(401, "signed-out"), request, response);
            }
        };
    }

    private static AccessDeniedHandler refuse(ProblemPage problems) {
        return (request, response, e) -> {
            if (e instanceof CsrfException && request.getContentLengthLong() > UPLOAD_MEGABYTES << 20) {
                // Nobody has read it, and nobody would: that is more use to know than that the token is missing.
                problems.send(new Problem(413, "upload.too-large", UPLOAD_MEGABYTES), request, response);
                return;
            }
            problems.send(new Problem(403, e instanceof CsrfException ? "form.old" : "denied"), request, response);
        };
    }

    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept == null || accept.contains("text/html") || !accept.contains("json");
    }
}
