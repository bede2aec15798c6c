package dev.shisa.server.platform.start;

import dev.shisa.server.platform.account.SetUpLink;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What is printed when the server answers: where it is and, as long as there is no owner, the way in. */
@Component
class FirstStart {

    private final ServerIdentity server;
    private final PublicAddress address;
    private final SetUpLink setUpLink;
    private final Messages messages;

    FirstStart(ServerIdentity server, PublicAddress address, SetUpLink setUpLink, Messages messages) {
        this.server = server;
        this.address = address;
        this.setUpLink = setUpLink;
        this.messages = messages;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext)) {
            return;
        }
        // Nobody has come in yet, or whoever started it looks whether it runs: both on this machine.
        String base = address.ofStart();
        Locale locale = Locale.getDefault();
        Optional<String> path = setUpLink.fresh();
        StringBuilder text = new StringBuilder();
        if (path.isPresent()) {
            text.append(messages.get(locale, "start.set-up"))
                    .append("\n  ")
                    .append(base)
                    .append(path.get())
                    .append('\n');
            if (server.ownAuthority()) {
                text.append(messages.get(locale, "start.fingerprint"))
                        .append("\n  SHA-256 ")
                        .append(server.groupedFingerprint())
                        .append('\n');
            }
        }
        StartWatch.endLine();
        // Last, so that whoever waits for this line has everything.
        text.append("Ready: ").append(base).append("/\n");
        System.out.print(text);
        System.out.flush();
    }
}
