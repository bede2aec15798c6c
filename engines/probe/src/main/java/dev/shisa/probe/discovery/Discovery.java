package dev.shisa.probe.discovery;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.exposure.Sensitive;
import dev.shisa.probe.login.Derivable;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.ports.UdpQuestions;
import dev.shisa.probe.ports.UdpScan;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.web.Http;
import dev.shisa.probe.web.Request;
import dev.shisa.probe.web.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the device tells everybody on the network: SSDP with its description, mDNS, greetings. */
public final class Discovery {

    private static final int WAIT_MS = 1200;
    private static final int SERVICES_MAX = 20;
    private static final int POINTER = 12;
    private static final Pattern LOCATION = Pattern.compile("(?im)^LOCATION:\\s*(\\S+)");
    private static final Pattern SERVICE_NAME =
            Pattern.compile("(_[a-z0-9-]{1,40})\\W{1,3}(_tcp|_udp)", Pattern.CASE_INSENSITIVE);

    private record Said(String where, String text, Exchange exchange) {}

    private final Bench bench;
    private final List<Said> said = new ArrayList<>();
    private int notRead;

    private Discovery(Bench bench) {
        this.bench = bench;
    }

    /** Asks on where the first answers lead; what was told helps to judge passwords, so this comes before them. */
    public static void run(Bench bench, List<Service> services) {
        Discovery discovery = new Discovery(bench);
        for (Service service : services) {
            discovery.ask(service);
        }
        if (!services.isEmpty()) {
            discovery.judge(services);
        }
    }

    private void ask(Service service) {
        try {
            switch (service.protocol()) {
                case SSDP -> {
                    add(service.where(), service.banner(), service.exchange());
                    description(service);
                }
                case MDNS -> mdns(service);
                case HTTP, UNKNOWN, NTP, DNS, COAP -> {
                    // Their content is judged where it is read; their greetings say nothing of the unit.
                }
                case SSH, TELNET, FTP, MQTT, RTSP, SHELL, SNMP, TFTP, WSD ->
                    add(service.where(), service.banner(), service.exchange());
            }
        } catch (IOException e) {
            bench.note("note-discovery-silent", service.where());
            notRead++;
        }
    }

    private void add(String where, byte[] bytes, Exchange exchange) {
        String text =
                new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\x00-\\x09\\x0b-\\x1f\\x7f\\uFFFD]+", "\n");
        said.add(new Said(where, text, exchange));
        bench.told(where, text);
    }

    private void description(Service service) throws IOException {
        Matcher location = LOCATION.matcher(service.bannerText());
        if (!location.find()) {
            return;
        }
        URI uri;
        try {
            uri = URI.create(location.group(1));
            InetAddress host =
                    InetAddress.ofLiteral(String.valueOf(uri.getHost()).replaceAll("[\\[\\]]", ""));
            if (!host.equals(service.endpoint().address())) {
                // At another machine, or another address of this one: nobody has agreed to that being asked.
                notRead++;
                return;
            }
        } catch (IllegalArgumentException e) {
            notRead++;
            return;
        }
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        Http http = new Http(bench, Endpoint.tcp(service.endpoint().address(), port), tls);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        Response response = http.send(Request.get(path));
        if (response.status() != 200) {
            notRead++;
        } else {
            add(http.where(path), response.body(), response.exchange());
        }
    }

    private void mdns(Service service) throws IOException {
        add(service.where(), service.banner(), service.exchange());
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = SERVICE_NAME.matcher(service.bannerText());
        while (matcher.find() && names.size() < SERVICES_MAX) {
            if (!matcher.group(1).equals("_services") && !matcher.group(1).equals("_dns-sd")) {
                names.add(matcher.group(1) + "." + matcher.group(2) + ".local");
            }
        }
        for (String name : names) {
            byte[] question = UdpQuestions.dnsQuestion(name, POINTER);
            Optional<byte[]> answer =
                    UdpScan.ask(bench, service.endpoint(), question, WAIT_MS) instanceof UdpScan.Reply.Answer direct
                            ? Optional.of(direct.bytes())
                            : UdpScan.askGroup(bench, service.endpoint(), question);
            answer.ifPresentOrElse(
                    bytes -> add(
                            service.where() + " " + name, bytes, bench.secrets().exchange(question, bytes)),
                    () -> notRead++);
        }
    }

    private void judge(List<Service> services) {
        boolean wrong = false;
        for (Said one : said) {
            Optional<String> leak = leak(one.text());
            if (leak.isPresent()) {
                wrong = true;
                bench.fail(Key.DISC, one.where(), leak.get(), one.exchange());
            }
        }
        if (!wrong && notRead > 0) {
            bench.observe(
                    Key.DISC,
                    Verdict.UNKNOWN,
                    bench.declared().address().getHostAddress(),
                    "disc-not-read",
                    Exchange.NONE,
                    notRead);
        } else if (!wrong) {
            long discoveries = services.stream()
                    .filter(s ->
                            List.of(Protocol.SSDP, Protocol.MDNS, Protocol.WSD).contains(s.protocol()))
                    .count();
            bench.pass(
                    Key.DISC,
                    bench.declared().address().getHostAddress(),
                    "disc-harmless",
                    Exchange.NONE,
                    discoveries,
                    said.size());
        }
    }

    private Optional<String> leak(String text) {
        for (Credential credential : bench.declared().credentials()) {
            if (credential.password().length() >= 6 && text.contains(credential.password())) {
                return Optional.of("disc-password");
            }
        }
        if (Sensitive.secret(text).isPresent()) {
            return Optional.of("disc-secret");
        }
        if (Sensitive.personal(text).isPresent()) {
            return Optional.of("disc-personal");
        }
        return Derivable.unitIdentifiers(List.of(text)).isEmpty() ? Optional.empty() : Optional.of("disc-unit");
    }
}
