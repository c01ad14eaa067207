using FsCheck;
using FsCheck.Fluent;
using Pace.Telemetry.Store.Journals;

namespace Pace.Telemetry.Tests.Journals;

/// <summary>Whatever a crash leaves of the last write: a reader finds what was written before, or what was being written.</summary>
public sealed class JournalFormatTests
{
    private const string Command = "Get-PaceVersion";

    private static byte[] SlotOf(ulong count)
    {
        var bytes = new byte[JournalFormat.SlotBytes * 2];
        JournalFormat.WriteSlot(bytes.AsSpan(JournalFormat.OffsetOf(0)), Command, 1, count);
        return bytes;
    }

    private static void Write(byte[] bytes, ulong count, int written)
    {
        var number = new byte[JournalFormat.NumberBytes];
        JournalFormat.WriteNumber(number, count);
        number.AsSpan(0, written).CopyTo(bytes.AsSpan(JournalFormat.OffsetOf(0) + JournalFormat.PlaceOf(count)));
    }

    [Fact]
    public void A_count_that_was_written_in_part_leaves_the_one_before_it() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(), Gen.Choose(0, JournalFormat.NumberBytes).ToArbitrary(),
        static (start, written) =>
        {
            // Across a carry as well, where all lower bytes change.
            foreach (ulong first in (ulong[])[(ulong)start, 255, 65535, uint.MaxValue, ((ulong)start << 8) | 255])
            {
                byte[] bytes = SlotOf(first);
                Write(bytes, first + 1, JournalFormat.NumberBytes);
                Write(bytes, first + 2, written);
                ulong read = Assert.Single(JournalFormat.ReadSlots(bytes)).Count;
                if (read != first + 1 && read != first + 2) return false;
                if (written == JournalFormat.NumberBytes && read != first + 2) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_slot_that_was_written_in_part_is_not_there_or_whole()
    {
        byte[] whole = SlotOf(7);
        for (int length = 0; length <= whole.Length; length++)
        {
            // Both a short file and one whose size ran ahead of its content.
            var padded = new byte[whole.Length];
            whole.AsSpan(0, length).CopyTo(padded);
            foreach (byte[] bytes in (byte[][])[whole[..length], padded])
            {
                foreach (JournalRow row in JournalFormat.ReadSlots(bytes))
                    Assert.Equal((Command, 1, 7ul), (row.Command, row.ExitCode, row.Count));
            }
        }
    }

    [Fact]
    public void No_bytes_at_all_can_make_the_reader_throw_or_count_what_is_no_cmdlet() => Prop.ForAll<byte[]?>(static noise =>
    {
        foreach (JournalRow row in JournalFormat.ReadSlots([.. noise ?? [], .. new byte[300], .. noise ?? []]))
            Assert.True(Contract.CommandNames.IsCmdlet(row.Command));
        JournalFormat.IsHeader(noise, "0123456789abcdef0123456789abcdef");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_slot_lies_across_a_page()
    {
        for (int slot = 0; slot < 1000; slot++)
            Assert.Equal(JournalFormat.OffsetOf(slot) / 4096, (JournalFormat.OffsetOf(slot) + JournalFormat.SlotBytes - 1) / 4096);
    }

    [Theory]
    [InlineData("telemetry.journal-0123456789abcdef0123456789abcdef", true)]
    [InlineData("telemetry.journal-0123456789abcdef0123456789abcdef.bak", false)]
    [InlineData("telemetry.journal-0123456789abcdef0123456789abcde", false)]
    [InlineData("telemetry.journal-0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("telemetry.journal-", false)]
    public void A_journal_is_known_by_its_name(string name, bool isJournal) =>
        Assert.Equal(isJournal, JournalFormat.IdOf(Path.Combine("somewhere", name)) is not null);

    [Fact]
    public void Ids_are_random_and_of_the_form_that_names_have()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(static _ => JournalFormat.NewId())];
        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.Equal(id, JournalFormat.IdOf(JournalFormat.Prefix + id)));
    }
}
