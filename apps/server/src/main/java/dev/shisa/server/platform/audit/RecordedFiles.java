package dev.shisa.server.platform.audit;

import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Records what {@link Recorded} handlers hand out: who took which file, from where, narrowed down how. */
@ControllerAdvice
class RecordedFiles implements ResponseBodyAdvice<Object> {

    private static final Pattern SECRET = Pattern.compile("/[A-Za-z0-9_-]{40,}");

    private static final int QUERY_CHARS_MAX = 500;

    private final Audit audit;

    RecordedFiles(Audit audit) {
        this.audit = audit;
    }

    @Override
    public boolean supports(MethodParameter handler, Class<? extends HttpMessageConverter<?>> converter) {
        return handler.hasMethodAnnotation(Recorded.class);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter handler,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        String name = response.getHeaders().getContentDisposition().getFilename();
        if (body != null && name != null) {
            Recorded recorded = Objects.requireNonNull(handler.getMethodAnnotation(Recorded.class));
            TreeMap<String, String> details = new TreeMap<>();
            // A link that opens without signing in is a secret.
            details.put("from", SECRET.matcher(request.getURI().getPath()).replaceAll("/…"));
            String query = request.getURI().getQuery();
            if (query != null) {
                details.put("filter", query.substring(0, Math.min(query.length(), QUERY_CHARS_MAX)));
            }
            audit.record(recorded.value(), name, details);
        }
        return body;
    }
}
