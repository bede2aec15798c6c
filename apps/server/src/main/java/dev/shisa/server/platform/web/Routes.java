package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Spring asks each route with a part in braces whether it is the one of a request, and there are a thousand: those that do not begin
 * like the address are not asked.
 */
final class Routes extends RequestMappingHandlerMapping {

    private final Map<RequestMappingInfo, String> beginnings = new ConcurrentHashMap<>();

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
        return mayBe(info, request) ? super.getMatchingMapping(info, request) : null;
    }

    private boolean mayBe(RequestMappingInfo info, HttpServletRequest request) {
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            return true;
        }
        RequestPath path = ServletRequestPathUtils.getParsedRequestPath(request);
        String address = path.pathWithinApplication().value();
        // One that is written in another way may be the same.
        return address.indexOf('%') >= 0
                || address.indexOf(';') >= 0
                || address.startsWith(beginnings.computeIfAbsent(info, Routes::beginning));
    }

    /** What every address of a route begins with; empty if nothing. */
    private static String beginning(RequestMappingInfo info) {
        Set<String> patterns = info.getPatternValues();
        if (patterns.size() != 1) {
            return "";
        }
        String pattern = patterns.iterator().next();
        int end = 0;
        while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        // What catches the rest of an address also stands for none.
        return end > 0 && pattern.charAt(end - 1) == '/' ? pattern.substring(0, end - 1) : pattern.substring(0, end);
    }
}
