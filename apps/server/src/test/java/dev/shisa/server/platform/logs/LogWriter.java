package dev.shisa.server.platform.logs;

import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

/** A process of its own that logs as the server does: data folder, format, number of lines. */
public final class LogWriter {

    private LogWriter() {}

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    public static void main(String[] args) {
        System.setProperty("shisa.data", args[0]);
        LogFormat.of(args[1]).settings().forEach(System::setProperty);
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        var context = application.run();
        Logger log = LoggerFactory.getLogger("dev.shisa.server.Sample");
        Random random = new Random(7);
        MDC.put("request", "0123456789");
        for (int line = 1; line <= Integer.parseInt(args[2]); line++) {
            // Not to be pressed into a few bytes.
            log.warn("line {} {}", line, random.ints(20).boxed().toList(), new IllegalStateException("with a cause"));
        }
        MDC.clear();
        log.info("the end{}", Map.of());
        System.exit(SpringApplication.exit(context));
    }
}
