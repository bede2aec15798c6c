package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Opens the body of a request for the handler that takes it. It comes after {@link ActInterceptor}, so session, token and right are known;
 * files are read only for a handler that has a place for them.
 */
@Component
public class BodyInterceptor implements HandlerInterceptor {

    private final ObjectProvider<Senders> senders;

    /** @param senders looked up when first asked for: they stand on what stands on this */
    BodyInterceptor(ObjectProvider<Senders> senders) {
        this.senders = senders;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Body body = Body.find(request);
        if (body == null
                || request.getDispatcherType() != DispatcherType.REQUEST
                || !(handler instanceof HandlerMethod method)) {
            // An error page reads nothing.
            return true;
        }
        switch (body.kind()) {
            case FORM -> Body.openForm(request, sender(request));
            case FILES -> {
                if (ProblemPage.isForPrograms(request) || !takesFiles(method.getMethod())) {
                    throw new Problem(415, "form.no-files");
                }
                Body.open(request, sender(request));
            }
            // The API's own door has looked at it; nothing else takes any.
            case OTHER -> {}
        }
        return true;
    }

    private Sender sender(HttpServletRequest request) {
        if (ActInterceptor.signedIn() != null) {
            return Sender.PERSON;
        }
        return senders.orderedStream()
                .map(known -> known.of(request))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Sender.STRANGER);
    }

    /** Whether one of its parameters is a file, or several, or is sent with one; of a program's it is the id of an upload. */
    static boolean takesFiles(Method handler) {
        return Arrays.stream(handler.getGenericParameterTypes())
                        .anyMatch(type -> type.getTypeName().contains(MultipartFile.class.getName()))
                || Arrays.stream(handler.getParameterTypes())
                        .filter(Class::isRecord)
                        .flatMap(sent -> Arrays.stream(sent.getRecordComponents()))
                        .anyMatch(component -> component.getType() == Attached.class);
    }
}
