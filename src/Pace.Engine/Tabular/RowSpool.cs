using System.Text;

namespace Pace.Engine.Tabular;

/// <summary>
/// Rows in a temporary file that only this user can read, and that is gone when the process is: what came through a
/// pipeline once can be read a second time, in little memory.
/// </summary>
internal sealed class RowSpool : IDisposable
{
    private readonly FileStream _file;
    private readonly BinaryWriter _writer;

    public RowSpool()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 64 * 1024,
            Options = FileOptions.DeleteOnClose,
        };
        string path = Path.Combine(Path.GetTempPath(), $"pace-{Guid.NewGuid():n}.tmp");
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Its name is gone at once: a process that is killed leaves nothing behind.
            File.Delete(path);
        }

        _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
    }

    private enum Tag : byte
    {
        Null,
        Text,
        Integer,
        Decimal,
        Double,
        False,
        True,
        Date,
        Timestamp,
        TimestampTz,
    }

    /// <summary>Adds a row of values as <see cref="ObjectValue"/> gives them.</summary>
    public void Add(IReadOnlyList<object?> values)
    {
        _writer.Write7BitEncodedInt(values.Count);
        foreach (object? value in values)
        {
            Write(value);
        }
    }

    /// <summary>The rows, from the first.</summary>
    public IEnumerable<object?[]> Rows()
    {
        _writer.Flush();
        _file.Position = 0;
        using BinaryReader reader = new(_file, Encoding.UTF8, leaveOpen: true);
        while (_file.Position < _file.Length)
        {
            object?[] values = new object?[reader.Read7BitEncodedInt()];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Read(reader);
            }

            yield return values;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _writer.Write((byte)Tag.Null);
                break;
            case string text:
                _writer.Write((byte)Tag.Text);
                _writer.Write(text);
                break;
            case long number:
                _writer.Write((byte)Tag.Integer);
                _writer.Write(number);
                break;
            case decimal number:
                _writer.Write((byte)Tag.Decimal);
                _writer.Write(number);
                break;
            case double number:
                _writer.Write((byte)Tag.Double);
                _writer.Write(number);
                break;
            case bool truth:
                _writer.Write((byte)(truth ? Tag.True : Tag.False));
                break;
            case DateOnly day:
                _writer.Write((byte)Tag.Date);
                _writer.Write(day.DayNumber);
                break;
            case DateTime time:
                _writer.Write((byte)Tag.Timestamp);
                _writer.Write(time.Ticks);
                break;
            case DateTimeOffset time:
                _writer.Write((byte)Tag.TimestampTz);
                _writer.Write(time.UtcTicks);
                break;
            default:
                throw new ArgumentException($"No row holds a {value.GetType()}.", nameof(value));
        }
    }

    private static object? Read(BinaryReader reader) => (Tag)reader.ReadByte() switch
    {
        Tag.Null => null,
        Tag.Text => reader.ReadString(),
        Tag.Integer => reader.ReadInt64(),
        Tag.Decimal => reader.ReadDecimal(),
        Tag.Double => reader.ReadDouble(),
        Tag.False => false,
        Tag.True => true,
        Tag.Date => DateOnly.FromDayNumber(reader.ReadInt32()),
        Tag.Timestamp => new DateTime(reader.ReadInt64(), DateTimeKind.Unspecified),
        Tag.TimestampTz => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        Tag unknown => throw new InvalidDataException($"No row holds a {unknown}."),
    };
}
