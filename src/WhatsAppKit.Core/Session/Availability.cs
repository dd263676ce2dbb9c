namespace WhatsAppKit.Core.Session;

/// <summary>Whether this device has told the server, on the connection that is up now, that somebody sits in front of it.</summary>
internal sealed class Availability(IWhatsAppSession session)
{
    private const int Never = -1;

    private int _toldOn = Never;

    public bool IsTold => Volatile.Read(ref _toldOn) == session.ConnectionNumber;

    public void Told(bool isAvailable) => Volatile.Write(ref _toldOn, isAvailable ? session.ConnectionNumber : Never);
}
