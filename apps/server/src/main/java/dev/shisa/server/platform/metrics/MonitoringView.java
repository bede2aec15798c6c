package dev.shisa.server.platform.metrics;

/**
 * What the page 監視 shows.
 *
 * @param host host and port under which the reader reached the server
 * @param ownAuthority whether the certificate is of our own issuer, which the tool has to be told
 * @param secret the token just made; empty otherwise
 * @param madeAt when the token in force was made; empty if there is none
 * @param madeBy by whom
 * @param usedAt when it was last used; empty if never
 */
public record MonitoringView(
        String host, boolean ownAuthority, String secret, String madeAt, String madeBy, String usedAt) {

    public boolean made() {
        return !madeAt.isEmpty();
    }

    public boolean fresh() {
        return !secret.isEmpty();
    }

    /** How Prometheus is told of this server (its file {@code prometheus.yml}). */
    public String scrape() {
        return """
                scrape_configs:
                  - job_name: shisa
                    scheme: https
                    metrics_path: /metrics
                    authorization:
                      credentials_file: /etc/prometheus/shisa-token
                """ + (ownAuthority ? """
                              tls_config:
                                ca_file: /etc/prometheus/shisa-ca.pem
                          """ : "") + """
                      static_configs:
                        - targets: ["%s"]
                  """.formatted(host).stripTrailing();
    }

    @Override
    public String toString() {
        return "MonitoringView of " + host;
    }
}
