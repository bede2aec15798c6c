package dev.shisa.server.platform.account;

import dev.shisa.server.platform.door.Body;
import dev.shisa.server.platform.door.Sender;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Where the token of a page is looked for. A form without files is read for it, within the limit of whoever sends it; one with files has it in
 * its address, since its body is read only when the token was right.
 */
final class FormToken implements CsrfTokenRequestHandler {

    private final XorCsrfTokenRequestAttributeHandler masked = new XorCsrfTokenRequestAttributeHandler();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
        masked.handle(request, response, token);
    }

    @Override
    public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
        Body.openForm(request, ActInterceptor.signedIn() == null ? Sender.STRANGER : Sender.PERSON);
        return masked.resolveCsrfTokenValue(request, token);
    }
}
