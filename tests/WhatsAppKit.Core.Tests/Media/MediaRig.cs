using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>A media service between a fake server, fake hosts and an impatient clock, with a temporary folder of its own.</summary>
internal sealed class MediaRig : IDisposable
{
    private readonly DeviceState _state = new(new MemorySessionStore(), new EventHub(16));

    public MediaRig(Func<MediaOptions, MediaOptions>? options = null)
    {
        var settings = new MediaOptions { HandlerFactory = () => Hosts, TempDirectory = Folder };
        Notifications = new NotificationHandler(Session, NullLogger.Instance);
        Media = new MediaService(Session, _state, Notifications, options?.Invoke(settings) ?? settings, Time, NullLogger.Instance);
    }

    public static Jid Own { get; } = Jid.Parse("12025550100:3@s.whatsapp.net");

    public string Folder { get; } = Directory.CreateTempSubdirectory("media-test-").FullName;

    public FakeHosts Hosts { get; } = new();

    public FakeSession Session { get; } = new();

    public ImpatientTime Time { get; } = new();

    public NotificationHandler Notifications { get; }

    public MediaService Media { get; }

    public LidMap LidMap => _state.LidMap;

    public static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + 7))];

    public async Task LogInAsync()
    {
        await _state.LoadAsync(default);
        await _state.UpdateCredentialsAsync(credentials => credentials with { PhoneJid = Own }, default);
    }

    public Task LearnAsync(Jid phone, Jid lid) => _state.UpdateAsync(transaction => transaction.LearnLidAsync(phone, lid, default).AsTask(), default);

    public async Task<MediaFile> UploadAsync(byte[] content, MediaKind kind = MediaKind.Document)
    {
        var file = await Media.UploadAsync(new MemoryStream(content), kind);
        Assert.True(Hosts.Files.ContainsKey(file.DirectPath.Split('?')[0]));
        return file;
    }

    public byte[] Stored(MediaFile file) => Hosts.Files[file.DirectPath.Split('?')[0]];

    public void Store(MediaFile file, byte[] content) => Hosts.Files[file.DirectPath.Split('?')[0]] = content;

    public async Task<byte[]> DownloadAsync(MediaFile file)
    {
        var content = new MemoryStream();
        await Media.DownloadAsync(file, content);
        return content.ToArray();
    }

    /// <summary>Expects a failure, and that the caller saw no byte and the disk keeps none.</summary>
    public async Task<T> RefusesAsync<T>(MediaFile file)
        where T : WhatsAppException
    {
        var content = new MemoryStream();
        await Assert.ThrowsAsync<T>(() => Media.DownloadAsync(file, content));
        Assert.Equal(0, content.Length);
        AssertNothingIsKept();
        return await Assert.ThrowsAsync<T>(() => Media.OpenReadAsync(file));
    }

    /// <summary>No temporary file is left, and none is held open either: on Linux one has no name even while it is used.</summary>
    public void AssertNothingIsKept()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(
                Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? ""),
                target => target.StartsWith(Folder, StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        AssertNothingIsKept();
        Directory.Delete(Folder);
    }
}
