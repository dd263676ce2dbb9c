using WhatsAppKit.Core.Storage;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Storage;

public class MemorySessionStoreTests : SessionStoreContract
{
    public MemorySessionStoreTests() => Store = new MemorySessionStore(Time);

    protected override ISessionStore Store { get; }
}
