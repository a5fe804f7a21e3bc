package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayDataDataserviceBillDownloadurlQueryModel;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.response.AlipayDataDataserviceBillDownloadurlQueryResponse;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.gateway.BillText;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alipay's bills of trades (gateway's document "query the address of a bill"): an address for half a minute, then
 * a ZIP with the list and its sums. The file has no signature: it is believed because it comes from Alipay's own
 * host over TLS, each part has its check sum, and the list says where it ends.
 */
final class AlipayBills implements BillSource {

    private static final Logger LOG = LoggerFactory.getLogger(AlipayBills.class);

    /** Said of a day without trade and of one whose bill is not made yet. */
    private static final String NONE = "isp.bill_not_exist";

    private static final String KIND = "trade";
    private static final int OK = 200;

    /** A list, its sums, and for some merchants a few more. */
    private static final int MOST_FILES = 32;

    private final HttpUrl gateway;
    private final AlipayCalls client;
    private final OkHttpClient downloads;

    AlipayBills(AlipaySettings settings, AlipayKeys keys) {
        this.gateway = address(settings.gatewayUrl().toString())
                .orElseThrow(() -> new IllegalArgumentException("orderloom.alipay.gateway-url is no http address"));
        this.client = AlipayWire.billClient(settings, keys);
        this.downloads = AlipayWire.downloads(settings);
    }

    @Override
    public Channel channel() {
        return Channel.ALIPAY;
    }

    @Override
    public Outcome<Bill> fetch(LocalDate day, Path directory) {
        AlipayDataDataserviceBillDownloadurlQueryModel model = new AlipayDataDataserviceBillDownloadurlQueryModel();
        model.setBillType(KIND);
        model.setBillDate(day.toString());
        AlipayDataDataserviceBillDownloadurlQueryRequest request =
                new AlipayDataDataserviceBillDownloadurlQueryRequest();
        request.setBizModel(model);
        try {
            AlipayDataDataserviceBillDownloadurlQueryResponse answer = client.execute(request);
            if (!answer.isSuccess()) {
                return AlipayTrouble.code(answer).equals(NONE)
                        ? new Outcome.Succeeded<>(BillSource.NONE)
                        : AlipayTrouble.outcome("fetch bill of", day, answer);
            }
            return downloaded(day, answer.getBillDownloadUrl(), directory);
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("fetch bill of", day, e);
        }
    }

    private Outcome<Bill> downloaded(LocalDate day, @Nullable String url, Path directory) {
        Optional<HttpUrl> address = address(url).flatMap(this::trusted);
        if (address.isEmpty()) {
            LOG.warn("The address of Alipay's bill of {} is not one of Alipay's, it is not called", day);
            return new Outcome.Unknown<>("The bill's address is not Alipay's");
        }
        Path packed = directory.resolve("bill.zip");
        try {
            download(address.get(), packed);
            Optional<Path> list = unpack(packed, directory);
            if (list.isEmpty()) {
                LOG.warn("Alipay's bill of {} holds no list of trades", day);
                return new Outcome.Unknown<>("The bill holds no list of trades");
            }
            return new Outcome.Succeeded<>(reader -> AlipayBillList.read(list.get(), reader));
        } catch (IOException e) {
            LOG.warn("Alipay's bill of {} is refused and fetched again: {}", day, e.toString());
            return new Outcome.Unknown<>("The bill cannot be used: " + e.getMessage());
        }
    }

    /**
     * Alipay's hosts, always over TLS; and wherever the gateway itself is, for a sandbox. Any other address would
     * make this service call, and believe, whatever somebody else wrote there.
     */
    private Optional<HttpUrl> trusted(HttpUrl url) {
        if (url.host().equals(gateway.host()) && url.port() == gateway.port() && url.isHttps() == gateway.isHttps()) {
            return Optional.of(url);
        }
        boolean usualPort = url.port() == HttpUrl.defaultPort(url.scheme());
        return usualPort && url.host().endsWith(".alipay.com")
                ? Optional.of(url.newBuilder()
                        .scheme("https")
                        .port(HttpUrl.defaultPort("https"))
                        .build())
                : Optional.empty();
    }

    private static Optional<HttpUrl> address(@Nullable String url) {
        try {
            return url == null ? Optional.empty() : Optional.ofNullable(HttpUrl.get(URI.create(url.strip())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void download(HttpUrl address, Path file) throws IOException {
        try (Response answer =
                downloads.newCall(new Request.Builder().url(address).build()).execute()) {
            ResponseBody body = answer.body();
            if (answer.code() != OK || body == null) {
                throw new IOException("HTTP " + answer.code());
            }
            try (InputStream bytes = BillText.download(body.byteStream())) {
                Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The file that is the list of trades. What the files are called changes, so they are known by what they say. */
    private static Optional<Path> unpack(Path packed, Path directory) throws IOException {
        Path list = null;
        // One limit for all files together.
        try (InputStream bytes = Files.newInputStream(packed);
                ZipInputStream zip = new ZipInputStream(bytes, AlipayBillList.GBK);
                InputStream text = BillText.unpacked(zip, Files.size(packed))) {
            int number = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++number > MOST_FILES) {
                    throw new IOException("too many files");
                }
                Path file = directory.resolve("bill-" + number + ".csv");
                Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
                if (AlipayBillList.isWhole(file)) {
                    list = file;
                }
            }
        }
        return Optional.ofNullable(list);
    }
}
