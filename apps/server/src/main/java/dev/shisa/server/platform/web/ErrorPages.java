package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** The edge: whatever goes wrong becomes one page that says what, on what, and what to do now. */
@ControllerAdvice
class ErrorPages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final ProblemPage pages;

    ErrorPages(ProblemPage pages) {
        this.pages = pages;
    }

    @ExceptionHandler(Problem.class)
    @Nullable
    ModelAndView problem(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        return page(problem, request, response);
    }

    @ExceptionHandler(AccessDeniedException.class)
    @Nullable
    ModelAndView denied(AccessDeniedException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (dev.shisa.server.platform.account.ActInterceptor.signedIn() == null) {
            // Spring Security sends the reader to the sign-in page.
            throw e;
        }
        return page(403, general("denied", request), request, response);
    }

    @ExceptionHandler(NoResourceFoundException.class)
    @Nullable
    ModelAndView notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return page(404, general("not-found", request), request, response);
    }

    @ExceptionHandler(MaxUploadSizeExceededException.class)
    @Nullable
    ModelAndView tooLarge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return page(413, "upload.too-large", request, response, 200);
    }

    /** What stands in its address is no text: the container and the firewall say so where it is read first. */
    @ExceptionHandler({InvalidParameterException.class, RequestRejectedException.class})
    @Nullable
    ModelAndView unreadable(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return page(400, general("bad-request", request), request, response);
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ModelAndView anything(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (e instanceof ClientAbortException || e instanceof CloseNowException) {
            // The reader went away while the answer was being sent: nobody is left to tell.
            return null;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            int status = known.getStatusCode().value();
            return page(status, general(status == 404 ? "not-found" : "bad-request", request), request, response);
        }
        if (e instanceof MethodArgumentTypeMismatchException mismatch) {
            // A program is told which of its filters cannot be read; a page simply is not there.
            return ProblemPage.isForPrograms(request)
                            && mismatch.getParameter().hasParameterAnnotation(RequestParam.class)
                    ? page(400, "api.parameter", request, response, mismatch.getName(), words(mismatch))
                    : page(404, general("not-found", request), request, response);
        }
        if (e instanceof MultipartException && e.getCause() instanceof Problem refused) {
            // Spring asked for the files of a body that the door had not opened.
            return problem(refused, request, response);
        }
        Optional<Problem> outage = Outage.behind(e);
        if (outage.isEmpty() && BrokenOff.isBehind(e)) {
            BrokenOff.note(request);
            return page(400, "upload.broke", request, response);
        }
        if (outage.isEmpty() && e instanceof MultipartException && isNoForm(e.getCause())) {
            return page(400, "upload.no-form", request, response);
        }
        if (outage.isPresent()) {
            LOG.error(
                    "request {} {} cannot be served: {}, {}",
                    request.getMethod(),
                    RequestId.route(request),
                    outage.get().code(),
                    e.toString());
            LOG.debug("in full", e);
        } else {
            LOG.error("request {} {} failed", request.getMethod(), RequestId.route(request), e);
        }
        if (response.isCommitted()) {
            // What was being sent is incomplete: the connection ends without its proper end, so that the reader knows.
            throw e;
        }
        return outage.isPresent()
                ? problem(outage.get(), request, response)
                : page(500, "bug", request, response, RequestId.of(request));
    }

    /** The container meets forms that are none with many kinds of exceptions; to whoever sends them they are one. */
    private static boolean isNoForm(@Nullable Throwable cause) {
        return (cause instanceof RuntimeException && !(cause instanceof UncheckedIOException))
                || (cause instanceof ServletException && cause.getCause() instanceof InvalidContentTypeException)
                || (cause instanceof FileUploadException && cause.getCause() == null);
    }

    private static String words(MethodArgumentTypeMismatchException mismatch) {
        Class<?> type = mismatch.getRequiredType();
        return type == null ? "" : type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What can go wrong with any request has other words for programs, which see no page. */
    static String general(String code, HttpServletRequest request) {
        return ProblemPage.isForPrograms(request) ? "api." + code : code;
    }

    private @Nullable ModelAndView page(
            int status, String code, HttpServletRequest request, HttpServletResponse response, Object... args)
            throws IOException {
        return page(new Problem(status, code, args), request, response);
    }

    private @Nullable ModelAndView page(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            pages.send(problem, request, response);
        }
        // The answer is written; there is no view left to render.
        return null;
    }
}
