package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Source;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request. Until somebody has opened it, nobody reads it: the parameters of the request are those of its address, and
 * whatever asks for more is refused. It is opened for a form by the check of its token, for files by {@link BodyInterceptor}, once session,
 * right and token are known, and for the API by its door.
 */
public final class Body {

    private static final String ATTRIBUTE = Body.class.getName();

    private final HttpServletRequest request;
    private final BodyBudget budget;
    private BodyBudget.@Nullable Share share;
    private boolean open;

    private Body(HttpServletRequest request, BodyBudget budget) {
        this.request = request;
        this.budget = budget;
    }

    /** What kind of body it is. */
    enum Kind {
        FORM,
        FILES,
        OTHER
    }

    /** The body of a request in which there may be one, wrapped around the request; the same again for its error page. */
    static HttpServletRequest guard(HttpServletRequest request, BodyBudget budget) {
        Body body = find(request);
        if (body == null) {
            body = new Body(request, budget);
            request.setAttribute(ATTRIBUTE, body);
        }
        return body.new Guarded(request);
    }

    static @Nullable Body find(HttpServletRequest request) {
        return (Body) request.getAttribute(ATTRIBUTE);
    }

    /**
     * Lets the form of a request be read into memory, if it is one; files stay closed.
     *
     * @throws Problem if it is too large, or too much is on its way already
     */
    public static void openForm(HttpServletRequest request, Sender sender) {
        Body body = find(request);
        if (body != null && body.kind() == Kind.FORM) {
            body.open(sender, sender.formBytesMax());
        }
    }

    /** Lets the body of a request be read by whoever has shown a right to send it, whatever it is. */
    public static void open(HttpServletRequest request, Sender sender) {
        Body body = find(request);
        if (body != null) {
            body.open(sender, Long.MAX_VALUE);
        }
    }

    Kind kind() {
        String type = request.getContentType();
        String plain = type == null ? "" : type.split("[;,]", 2)[0].strip().toLowerCase(Locale.ROOT);
        return plain.startsWith("multipart/")
                ? Kind.FILES
                : plain.equals("application/x-www-form-urlencoded") ? Kind.FORM : Kind.OTHER;
    }

    void open(Sender sender, long bytesMax) {
        if (open) {
            return;
        }
        long bytes = request.getContentLengthLong();
        if (bytes < 0 && sender.isLimited()) {
            throw new Problem(411, "upload.length");
        }
        if (bytes > bytesMax) {
            throw new Problem(413, "form.too-large", bytesMax >> 20);
        }
        share = budget.take(sender, Source.of(request).network(), bytes);
        if (request.getAttribute(BodyInput.ATTRIBUTE) instanceof BodyInput input) {
            input.open(sender);
        }
        open = true;
    }

    void giveBack() {
        if (share != null) {
            share.close();
        }
    }

    private static Map<String, String[]> ofAddress(@Nullable String query) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                found.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        found.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(parameters);
    }

    /** What cannot be decoded is left out, as the container does. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private final class Guarded extends HttpServletRequestWrapper {

        Guarded(HttpServletRequest inner) {
            super(inner);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return open ? super.getParameterMap() : ofAddress(getQueryString());
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = getParameterValues(name);
            return values == null || values.length == 0 ? null : values[0];
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return open
                    ? super.getParameterValues(name)
                    : ofAddress(getQueryString()).get(name);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return open
                    ? super.getParameterNames()
                    : Collections.enumeration(ofAddress(getQueryString()).keySet());
        }

        @Override
        public Collection<Part> getParts() throws IOException, jakarta.servlet.ServletException {
            requireOpen();
            return super.getParts();
        }

        @Override
        public Part getPart(String name) throws IOException, jakarta.servlet.ServletException {
            requireOpen();
            return super.getPart(name);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            requireOpen();
            return super.getInputStream();
        }

        @Override
        public BufferedReader getReader() throws IOException {
            requireOpen();
            return super.getReader();
        }

        private void requireOpen() {
            if (!open) {
                throw new Problem(415, "form.no-files");
            }
        }
    }
}
