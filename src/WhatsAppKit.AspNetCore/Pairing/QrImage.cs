using System.Text;
using QRCoder;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>Draws a QR code.</summary>
internal static class QrImage
{
    private const int PixelsPerModule = 6;

    /// <summary>A code with its picture.</summary>
    public static QrResponse ToContract(QrCode qr) =>
        new(qr.Text, "data:image/png;base64," + Convert.ToBase64String(Png(qr.Text)), qr.Attempt, qr.MaxAttempts, qr.ExpiresAt);

    public static byte[] Png(string text)
    {
        using var data = Data(text);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }

    public static byte[] Svg(string text)
    {
        using var data = Data(text);
        using var svg = new SvgQRCode(data);
        return Encoding.UTF8.GetBytes(svg.GetGraphic(PixelsPerModule));
    }

    private static QRCodeData Data(string text)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
    }
}
