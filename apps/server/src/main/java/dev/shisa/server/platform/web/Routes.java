package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Spring asks each route with a part in braces whether it is the one of a request, and there are a thousand: those that do not begin
 * like the address are not asked.
 */
final class Routes extends RequestMappingHandlerMapping {

    /** The address that is looked up, once for all routes; empty if one that is written in another way may be the same. */
    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    /** What catches the rest of an address, behind a slash, also stands for none. */
    private static final Pattern WILD = Pattern.compile("/?[{*?]");

    private final Map<RequestMappingInfo, String> beginnings = new ConcurrentHashMap<>();

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        boolean isPlain = path.indexOf('%') < 0 && path.indexOf(';') < 0;
        return ScopedValue.where(ADDRESS, isPlain ? path : "").call(() -> super.lookupHandlerMethod(path, request));
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
        String address = ADDRESS.orElse("");
        return address.isEmpty() || address.startsWith(beginning(info))
                ? super.getMatchingMapping(info, request)
                : null;
    }

    /** What every address of a route begins with; empty if nothing. */
    private String beginning(RequestMappingInfo info) {
        String known = beginnings.get(info);
        if (known == null) {
            Set<String> patterns = info.getPatternValues();
            known = patterns.size() == 1 ? WILD.split(patterns.iterator().next(), 2)[0] : "";
            beginnings.put(info, known);
        }
        return known;
    }
}
