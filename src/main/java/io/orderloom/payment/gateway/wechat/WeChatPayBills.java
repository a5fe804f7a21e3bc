package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.DigestBillEntity;
import com.wechat.pay.java.service.billdownload.model.AccountType;
import com.wechat.pay.java.service.billdownload.model.BillType;
import com.wechat.pay.java.service.billdownload.model.GetFundFlowBillRequest;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.billdownload.model.TarType;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.gateway.BillText;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WeChat Pay's trade and fund-flow bills (gateway's documents "apply for trade bill", "apply for fund-flow bill"). */
final class WeChatPayBills implements BillSource {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayBills.class);

    private static final String NONE = "NO_STATEMENT_EXIST";
    private static final String NOT_YET = "STATEMENT_CREATING";

    private final BillDownloadServiceExtension service;

    WeChatPayBills(WeChatPaySettings settings, WeChatPayKeys keys) {
        HttpClient http = new DefaultHttpClientBuilder()
                .config(keys)
                .okHttpClient(WeChatPayWire.downloads(settings))
                .build();
        this.service = new BillDownloadServiceExtension.Builder()
                .decryptor(WeChatPayBills::nothingIsSealed)
                .httpClient(http)
                .build();
    }

    /** The SDK wants one for the bills of merchants below us, which we never fetch. */
    private static String nothingIsSealed(String sealed) {
        throw new UnsupportedOperationException("Bills of ours are not sealed");
    }

    @Override
    public Channel channel() {
        return Channel.WECHAT_PAY;
    }

    @Override
    public Outcome<Bill> fetch(LocalDate day, Path directory) {
        GetTradeBillRequest trades = new GetTradeBillRequest();
        trades.setBillDate(day.toString());
        trades.setBillType(BillType.ALL);
        trades.setTarType(TarType.GZIP);
        GetFundFlowBillRequest funds = new GetFundFlowBillRequest();
        funds.setBillDate(day.toString());
        funds.setAccountType(AccountType.BASIC);
        funds.setTarType(TarType.GZIP);
        Path tradeFile = directory.resolve("trades.csv");
        Path fundFile = directory.resolve("funds.csv");
        try {
            boolean whole =
                    save(service.getTradeBill(trades), tradeFile) && save(service.getFundFlowBill(funds), fundFile);
            return whole
                    ? new Outcome.Succeeded<>(reader -> {
                        read(tradeFile, names -> trades(names, reader));
                        read(fundFile, names -> movements(names, reader));
                    })
                    : new Outcome.Unknown<>("The bill's hash is wrong");
        } catch (IOException e) {
            LOG.warn("WeChat Pay's bill of {} is refused and fetched again: {}", day, e.toString());
            return new Outcome.Unknown<>("The bill cannot be used: " + e.getMessage());
        } catch (RuntimeException e) {
            return switch (WeChatPayTrouble.code(e)) {
                // Of a day whose bill is not made yet it says something else.
                case NONE -> new Outcome.Succeeded<>(reader -> {});
                case NOT_YET -> new Outcome.Pending<>(NOT_YET);
                default -> WeChatPayTrouble.outcome("fetch bill of", day, e);
            };
        }
    }

    /** The hash covers the unpacked text and is known only once the stream was read to its end. */
    private static boolean save(DigestBillEntity bill, Path file) throws IOException {
        try (InputStream text = BillText.unpacked(bill.getInputStream())) {
            Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return bill.verifyHash();
    }

    private interface Cells {
        void take(String[] cells) throws IOException;
    }

    /** Cells begin with a backtick; columns may be added any day, so they go by their heading. */
    private static void read(Path file, Function<List<String>, Cells> columns) throws IOException {
        try (BillText text = BillText.open(file, StandardCharsets.UTF_8)) {
            String heading = text.line();
            if (heading == null) {
                return;
            }
            List<String> names = List.of(heading.replace("\uFEFF", "").split(","));
            Cells each = columns.apply(names);
            for (String line = text.line(); line != null; line = text.line()) {
                if (!line.startsWith("`")) {
                    // the heading of the sums, which end the bill
                    return;
                }
                String[] values = line.substring(1).split(",`", -1);
                if (values.length < names.size()) {
                    throw new IOException("A line of the bill has " + values.length + " cells, not " + names.size());
                }
                each.take(values);
            }
        }
    }

    private static Cells trades(List<String> names, Reader reader) {
        int number = names.indexOf("商户订单号");
        int kind = names.indexOf("交易状态");
        int paid = names.indexOf("订单金额");
        int refundNo = names.indexOf("商户退款单号");
        int refunded = names.indexOf("申请退款金额");
        int fee = names.indexOf("手续费");
        return cells -> {
            String paymentNo = cell(cells, number);
            long feeFen = BillText.fen(cell(cells, fee));
            switch (cell(cells, kind)) {
                case "SUCCESS" ->
                    reader.trade(new Line(Kind.CHARGE, paymentNo, paymentNo, BillText.fen(cell(cells, paid)), feeFen));
                case "REFUND" ->
                    reader.trade(new Line(
                            Kind.REFUND,
                            cell(cells, refundNo),
                            paymentNo,
                            BillText.fen(cell(cells, refunded)),
                            feeFen));
                default -> {
                    // a trade that was taken back before it was settled moved nothing
                }
            }
        };
    }

    private static Cells movements(List<String> names, Reader reader) {
        int number = names.indexOf("业务凭证号");
        int kind = names.indexOf("业务类型");
        int amount = names.indexOf("收支金额(元)");
        return cells -> {
            switch (cell(cells, kind)) {
                case "交易" -> reader.movement(Kind.CHARGE, cell(cells, number), BillText.fen(cell(cells, amount)));
                case "退款" -> reader.movement(Kind.REFUND, cell(cells, number), BillText.fen(cell(cells, amount)));
                default -> {
                    // fees, withdrawals and top-ups are no trades
                }
            }
        };
    }

    private static String cell(String[] cells, int place) throws IOException {
        if (place < 0) {
            throw new IOException("The bill lacks a column");
        }
        return cells[place].strip();
    }
}
