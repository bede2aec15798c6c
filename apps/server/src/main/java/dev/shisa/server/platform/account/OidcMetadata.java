package dev.shisa.server.platform.account;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says about itself (OpenID Connect Discovery 1.0, section 3), as far as it is used here.
 *
 * @param endSession where somebody signs out there (OpenID Connect RP-Initiated Logout 1.0)
 * @param takesSecretInBody whether it takes the client's secret in the body only
 * @param namesItself whether its answers carry its issuer (RFC 9207)
 * @param date what its clock said when it was asked, as in HTTP
 */
record OidcMetadata(
        String issuer,
        URI authorization,
        URI token,
        URI keys,
        @Nullable URI userinfo,
        @Nullable URI endSession,
        boolean takesSecretInBody,
        boolean namesItself,
        String date) {}
