using System.Text;

namespace Pace.Engine.Tabular;

/// <summary>
/// A file's text as UTF-8, whatever it was encoded in. What cannot be decoded is an error and never replaced: UTF-8
/// itself is passed on as it is, and checked field by field, where the line is known.
/// </summary>
internal static class CsvText
{
    private const int Utf8CodePage = 65001;

    /// <summary>Opens the file's bytes from their beginning. Closing the result leaves the file open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="encoding">The encoding where no byte order mark says otherwise; null: UTF-8.</param>
    public static Stream Open(FileStream file, string name, Encoding? encoding)
    {
        file.Position = 0;
        Span<byte> start = stackalloc byte[4];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        Encoding found = ByteOrderMark(start[..length]) ?? Strict(encoding) ?? Encoding.UTF8;
        return found.CodePage == Utf8CodePage
            ? new Unclosed(file)
            : new Decoded(Encoding.CreateTranscodingStream(file, found, Encoding.UTF8, leaveOpen: true), name, found.WebName);
    }

    // UTF-32 first: its mark begins as that of UTF-16 does.
    private static Encoding? ByteOrderMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xff, 0xfe, 0, 0] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0, 0, 0xfe, 0xff] => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0xff, 0xfe, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xfe, 0xff, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8,
        _ => null,
    };

    private static Encoding? Strict(Encoding? encoding)
    {
        Encoding? strict = (Encoding?)encoding?.Clone();
        if (strict is not null)
        {
            strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        }

        return strict;
    }

    /// <summary>Reads another stream and does not close it.</summary>
    private class Unclosed(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        protected Stream Inner => inner;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Says which file it was that is not in its encoding.</summary>
    private sealed class Decoded(Stream inner, string name, string encoding) : Unclosed(inner)
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return Inner.Read(buffer);
            }
            catch (DecoderFallbackException bad)
            {
                throw CsvErrors.Encoding(name, encoding, bad);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
