using WhatsAppKit.Core.Storage;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Storage;

public sealed class FileSessionStoreTests : SessionStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
    private FileSessionStore _store;

    public FileSessionStoreTests() => _store = Open();

    protected override ISessionStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task ReopenAsync()
    {
        _store.Dispose();
        _store = Open();
        return Task.CompletedTask;
    }

    private FileSessionStore Open() => new(Path.Combine(_folder, "store"), Time);
}
