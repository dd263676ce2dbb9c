using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using WhatsAppKit.AspNetCore.Tests.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Media;

/// <summary>Alone: what others allocate would count.</summary>
[Collection(nameof(LargeUploadTests))]
[CollectionDefinition(nameof(LargeUploadTests), DisableParallelization = true)]
public class LargeUploadTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_large_upload_is_streamed_to_the_phone_and_never_lies_in_memory()
    {
        const int Length = 64 * 1024 * 1024;
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        await conversation.SendAsync("document", new { to = conversation.Friend.Number, media = new { data = Convert.ToBase64String(new byte[1000]) } });
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var content = new MultipartFormDataContent
        {
            { new StringContent(conversation.Friend.Number), "to" },
            { new StreamContent(new Pattern(Length)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/zip") } }, "file", "large.zip" },
        };
        var sent = (await conversation.Program.SendAsync(HttpMethod.Post, "/api/messages/document", content)).Is(HttpStatusCode.OK);

        // Client, gateway and sandbox share this process: all of them together allocate less than the file has bytes.
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.True(allocated < Length, $"{allocated:N0} bytes were allocated.");
        var received = Assert.IsType<Core.Messages.DocumentContent>((await conversation.ReceivedAsync(sent.Id)).Content);
        await using var downloaded = await conversation.Friend.Media.OpenReadAsync(received.File, TestContext.Current.CancellationToken);
        Assert.Equal(await SHA256.HashDataAsync(new Pattern(Length), TestContext.Current.CancellationToken), await SHA256.HashDataAsync(downloaded, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Eight_uploads_at_once_are_streamed_as_one_is()
    {
        const int Length = 8 * 1024 * 1024;
        const int Count = 8;
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        await UploadAsync(1000);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => UploadAsync(Length)));

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.True(allocated < Count * Length, $"{allocated:N0} bytes were allocated.");

        async Task UploadAsync(int length)
        {
            using var content = new MultipartFormDataContent
            {
                { new StreamContent(new Pattern(length)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/zip") } }, "file", "large.zip" },
            };
            (await program.SendAsync(HttpMethod.Post, "/api/media", content)).Is(HttpStatusCode.Created);
        }
    }

    /// <summary>A file that is made while it is read.</summary>
    private sealed class Pattern(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < count; i++)
            {
                var at = _position + i;
                buffer[i] = (byte)((at * 31) ^ (at >> 12));
            }

            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
