package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.web.ProblemPage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The filters of the API. It knows tokens only: no cookie is looked at, so nothing that a page elsewhere makes a browser
 * send can act here, and no page elsewhere is allowed to read an answer.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    @Bean
    @Order(1)
    SecurityFilterChain apiDoor(
            HttpSecurity http,
            ApiTokens tokens,
            CallLimits calls,
            RateLimits strangers,
            AnswerStore answers,
            TransactionTemplate transaction,
            ProblemPage problems) {
        return http.securityMatcher(ProblemPage.PROGRAMS + "**")
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .exceptionHandling(exceptions -> exceptions.accessDeniedHandler(
                        (request, response, e) -> problems.send(new Problem(403, "denied"), request, response)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterBefore(
                        new ApiDoor(tokens, calls, strangers, answers, transaction, problems),
                        AuthorizationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable))
                .build();
    }
}
