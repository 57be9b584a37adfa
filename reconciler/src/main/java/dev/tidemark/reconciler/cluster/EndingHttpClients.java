package dev.tidemark.reconciler.cluster;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP clients whose closing ends their threads. fabric8 ends those of the answers only: the one that waits for the network
 * goes on, and the virtual machine waits 300 ms for it when the process exits.
 */
final class EndingHttpClients extends JdkHttpClientFactory {

    private final Queue<HttpClient> made = new ConcurrentLinkedQueue<>();

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return new Remembering(super.createNewHttpClientBuilder());
    }

    @Override
    protected void closeHttpClient(JdkHttpClientImpl client) {
        made.forEach(HttpClient::shutdownNow);
        super.closeHttpClient(client);
    }

    /** fabric8 shows nobody the client that it builds. */
    private final class Remembering implements HttpClient.Builder {

        private final HttpClient.Builder builder;

        Remembering(HttpClient.Builder builder) {
            this.builder = builder;
        }

        @Override
        public HttpClient build() {
            HttpClient client = builder.build();
            made.add(client);
            return client;
        }

        @Override
        public HttpClient.Builder cookieHandler(CookieHandler handler) {
            builder.cookieHandler(handler);
            return this;
        }

        @Override
        public HttpClient.Builder connectTimeout(Duration duration) {
            builder.connectTimeout(duration);
            return this;
        }

        @Override
        public HttpClient.Builder sslContext(SSLContext context) {
            builder.sslContext(context);
            return this;
        }

        @Override
        public HttpClient.Builder sslParameters(SSLParameters parameters) {
            builder.sslParameters(parameters);
            return this;
        }

        @Override
        public HttpClient.Builder executor(Executor executor) {
            builder.executor(executor);
            return this;
        }

        @Override
        public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
            builder.followRedirects(policy);
            return this;
        }

        @Override
        public HttpClient.Builder version(HttpClient.Version version) {
            builder.version(version);
            return this;
        }

        @Override
        public HttpClient.Builder priority(int priority) {
            builder.priority(priority);
            return this;
        }

        @Override
        public HttpClient.Builder proxy(ProxySelector selector) {
            builder.proxy(selector);
            return this;
        }

        @Override
        public HttpClient.Builder authenticator(Authenticator authenticator) {
            builder.authenticator(authenticator);
            return this;
        }
    }
}
