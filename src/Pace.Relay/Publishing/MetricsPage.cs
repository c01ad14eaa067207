using System.Reflection;
using Pace.Relay.Aggregation;
using Pace.Relay.Http;
using Pace.Relay.Options;
using Pace.Relay.Receiving;
using Pace.Relay.Sinks;
using Pace.Relay.Writing;

namespace Pace.Relay.Publishing;

/// <summary><c>GET /metrics</c>: the totals, and what the relay says of itself.</summary>
internal sealed class MetricsPage(
    RelayWriter writer, WriterMetrics metrics, NameTable names, RequestCounts requests, IReadOnlyList<SinkPump> sinks)
{
    private static readonly string Version =
        typeof(MetricsPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private Observation _last = Observation.Empty;

    public async Task GetAsync(HttpContext context)
    {
        // What is shown as 0 is noted before it is shown: a relay that starts again must not show it as 0 twice.
        (WriteOutcome outcome, Observation seen) = await writer.AskAsync(
            static state =>
            {
                int slot = state.Sinks.Of(SinkReader.ScrapeName);
                Observation observed = state.Observe(slot);
                state.Announce(slot, observed.ShownFirst);
                return observed;
            },
            static (state, observed) => state.TakeBack(state.Sinks.Of(SinkReader.ScrapeName), observed.ShownFirst)).ConfigureAwait(false);
        // While the store cannot be written, what stands in it is shown.
        if (outcome == WriteOutcome.Written) _last = seen;
        var text = new PrometheusText();
        WriteTotals(text, _last);
        WriteSelf(text);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private void WriteTotals(PrometheusText text, Observation seen)
    {
        text.Metric("pace_commands_total", "counter", "Invocations of commands, as installations reported them.");
        for (int i = 0; i < seen.Keys.Length; i++) text.Sample(seen.Values[i], [.. SeriesLabels.Of(seen.Keys[i], names)]);
        text.Metric("pace_installations", "gauge", "Installations that were heard of within the window.")
            .Sample(seen.Day, ("window", "1d")).Sample(seen.Week, ("window", "7d")).Sample(seen.Month, ("window", "30d"));
    }

    private void WriteSelf(PrometheusText text)
    {
        text.Metric("pace_relay_build_info", "gauge", "The relay's version; always 1.").Sample(1, ("version", Version));
        text.Metric("pace_relay_requests_total", "counter", "Answers to /telemetry by status.");
        foreach ((int status, long count) in requests.Read())
            text.Sample(count, ("status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        text.Metric("pace_relay_clipped_total", "counter", "Counts that were cut off, since one document raises a command by at most 1000000.").Sample(metrics.Clipped);
        text.Metric("pace_relay_left_out_total", "counter", "Counts that were left out, since an installation had too many unlisted commands.").Sample(metrics.LeftOut);
        text.Metric("pace_relay_queue_length", "gauge", "Documents that wait for the store.").Sample(writer.QueueLength);
        text.Metric("pace_relay_queue_capacity", "gauge", "Documents that can wait for the store.").Sample(writer.QueueCapacity);
        text.Metric("pace_relay_store_up", "gauge", "Whether the store can be written.").Sample(writer.Problem is null ? 1 : 0);
        text.Metric("pace_relay_store_commits_total", "counter", "Commits, each of all documents that waited.").Sample(metrics.Commits);
        text.Metric("pace_relay_store_record_bytes_total", "counter", "Bytes of the records that were committed.").Sample(metrics.RecordBytes);
        text.Metric("pace_relay_store_failures_total", "counter", "Commits that failed.").Sample(metrics.Failures);
        text.Metric("pace_relay_store_rows", "gauge", "Installations that are kept, those forgotten after 30 days included.").Sample(metrics.Rows);
        text.Metric("pace_relay_store_row_bytes", "gauge", "Memory that they take.").Sample(metrics.RowBytes);
        text.Metric("pace_relay_versions", "gauge", "Versions that are published.").Sample(metrics.Versions);
        WriteSinks(text);
    }

    private void WriteSinks(PrometheusText text)
    {
        if (sinks.Count == 0) return;
        text.Metric("pace_relay_sink_up", "gauge", "Whether the last push was taken.");
        foreach (SinkPump sink in sinks) text.Sample(sink.Status.IsUp ? 1 : 0, ("sink", sink.Name));
        text.Metric("pace_relay_sink_pushes_total", "counter", "Pushes by result.");
        foreach (SinkPump sink in sinks)
            text.Sample(sink.Status.Taken, ("sink", sink.Name), ("result", "taken")).Sample(sink.Status.Failed, ("sink", sink.Name), ("result", "failed"));
        text.Metric("pace_relay_sink_rows_total", "counter", "Rows that were taken.");
        foreach (SinkPump sink in sinks) text.Sample(sink.Status.Rows, ("sink", sink.Name));
        text.Metric("pace_relay_sink_refused_rows_total", "counter", "Rows that were refused, alone.");
        foreach (SinkPump sink in sinks) text.Sample(sink.Status.RefusedRows, ("sink", sink.Name));
        text.Metric("pace_relay_sink_last_success_timestamp_seconds", "gauge", "When a push was last taken; 0 for never.");
        foreach (SinkPump sink in sinks) text.Sample(sink.Status.LastSuccess, ("sink", sink.Name));
    }
}
