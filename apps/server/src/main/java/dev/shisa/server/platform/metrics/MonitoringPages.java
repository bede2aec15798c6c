package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 監視: where a monitoring tool asks, and the token with which it reads the metrics. */
@Controller
class MonitoringPages {

    private final MetricsToken token;
    private final ServerIdentity server;

    MonitoringPages(MetricsToken token, ServerIdentity server) {
        this.token = token;
        this.server = server;
    }

    @GetMapping("/settings/monitoring")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView show(@ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        return page(ui, request, "");
    }

    /** The token is in this answer and never again. */
    @PostMapping("/settings/monitoring/token")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView make(@ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        Person person = Objects.requireNonNull(ActInterceptor.signedIn());
        return page(ui, request, token.make(person));
    }

    @PostMapping("/settings/monitoring/token/revoke")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView revoke() {
        token.revoke();
        return new ModelAndView("redirect:/settings/monitoring");
    }

    private ModelAndView page(Ui ui, HttpServletRequest request, String secret) {
        String host = PublicAddress.link(request, "/").base().replaceFirst("^https://", "");
        Optional<MetricsToken.Made> made = token.present();
        return new ModelAndView("metrics/monitoring")
                .addObject(
                        "view",
                        new MonitoringView(
                                host,
                                server.ownAuthority(),
                                secret,
                                made.map(m -> ui.minute(m.at())).orElse(""),
                                made.map(MetricsToken.Made::madeBy).orElse(""),
                                made.map(MetricsToken.Made::usedAt)
                                        .map(ui::minute)
                                        .orElse("")));
    }
}
